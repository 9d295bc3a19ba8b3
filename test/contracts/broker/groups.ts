import { describe, expect, it } from "vitest";
import type { Broker } from "../../../src/broker/broker.js";
import type { BrokerHarness } from "./harness.js";
import { createTopic, publish, Recorder, record } from "./support.js";

export function describeGroups(harness: () => BrokerHarness): void {
  describe("groups", () => {
    it("all-to-one: the first member keeps everything, a standby takes over when it leaves", async () => {
      const { broker, topic, join } = await setUp(3, "all-to-one");
      const active = join(broker);
      await assigned(active, [0, 1, 2], topic);
      const standby = join(await harness().connect("standby"));
      await assigned(standby, [], topic);
      await assigned(active, [0, 1, 2], topic);
      const second = join(await harness().connect("second standby"));
      await assigned(second, [], topic);
      await assigned(active, [0, 1, 2], topic);
      active.leave();
      const hasTakenOver = () => [standby, second].some(({ partitions }) => partitions?.length === 3);
      await harness().until(hasTakenOver, "one standby to take over");
      const [winner, other] = standby.partitions?.length === 3 ? [standby, second] : [second, standby];
      await assigned(other!, [], topic);
      await assigned(winner!, [0, 1, 2], topic);
      for (const member of [standby, second]) member.leave();
    });

    it("all-to-one: the owner gives everything up by joining anew", async () => {
      const { broker, topic, join } = await setUp(2, "all-to-one");
      const active = join(broker);
      await assigned(active, [0, 1], topic);
      const standby = join(await harness().connect("standby"));
      await assigned(standby, [], topic);
      const before = active.assigned.at(-1)!.epoch;
      active.source.rejoin();
      await assigned(standby, [0, 1], topic);
      await harness().until(() => active.assigned.at(-1)!.epoch > before, "a later epoch");
      await assigned(active, [], topic);
      for (const member of [active, standby]) member.leave();
    });

    it("spread: every partition has one owner, and finds another when its owner leaves", async () => {
      const { broker, topic, join } = await setUp(4, "spread");
      const first = join(broker);
      await assigned(first, [0, 1, 2, 3], topic);
      const second = join(await harness().connect("second"));
      const shared = () => first.partitions?.length === 2 && second.partitions?.length === 2;
      await harness().until(shared, "two partitions for each");
      const all = [...first.partitions!, ...second.partitions!].sort();
      expect(all).toEqual([0, 1, 2, 3].map((partition) => `${topic}/${partition}`));
      first.leave();
      await assigned(second, [0, 1, 2, 3], topic);
      second.leave();
    });

    it("says that an assignment is lost before the next, whose epoch is later", async () => {
      const { broker, topic, join } = await setUp(1, "spread");
      const member = join(broker);
      await assigned(member, [0], topic);
      member.source.rejoin();
      await harness().until(() => member.assigned.length > 1, "a second assignment");
      const kinds = member.events.map(({ type }) => type).filter((type) => type === "assigned" || type === "lost");
      expect(kinds).toEqual(["assigned", "lost", "assigned"]);
      const [first, second] = member.assigned;
      expect(second!.epoch).toBeGreaterThan(first!.epoch);
      member.leave();
    });

    it("keeps committed positions, and a new member starts there", async () => {
      const { broker, topic, group, join } = await setUp(2, "spread");
      await publish(harness(), broker, { topic, partition: 0 }, ["a", "b", "c"].map(record));
      const first = join(broker);
      await harness().until(() => first.values.length === 3, "three records");
      expect(await broker.admin.groupPositions(group, topic)).toEqual(new Map());
      await first.source.commitPositions([{ topic, partition: 0, offset: 1 }]);
      expect(await broker.admin.groupPositions(group, topic)).toEqual(new Map([[0, 1]]));
      first.leave();
      const second = join(await harness().connect("second"));
      await harness().until(() => second.values.length >= 2, "the records behind the position");
      expect(second.values).toEqual(["b", "c"]);
      expect(second.batches[0]!.fetchOffset).toBe(1);
      second.leave();
    });

    it("refuses positions from who is no member", async () => {
      const { broker, topic, group, join } = await setUp(1, "spread");
      const member = join(broker);
      await assigned(member, [0], topic);
      member.leave();
      await expect(member.source.commitPositions([{ topic, partition: 0, offset: 1 }])).rejects.toThrow(group);
      expect(await broker.admin.groupPositions(group, topic)).toEqual(new Map());
    });

    it("gives partitions that are added to the owner of everything after a rejoin", async () => {
      const { broker, topic, join } = await setUp(1, "all-to-one");
      const owner = join(broker);
      await assigned(owner, [0], topic);
      const admin = await harness().connect("admin");
      await admin.admin.growTopic(topic, 3);
      await publish(harness(), admin, { topic, partition: 2 }, [record("first of a new partition")]);
      owner.source.rejoin();
      await assigned(owner, [0, 1, 2], topic);
      await harness().until(() => owner.values.length > 0, "the new partition's first record");
      expect(owner.values).toEqual(["first of a new partition"]);
      owner.leave();
    });
  });

  async function setUp(partitions: number, assignment: "all-to-one" | "spread") {
    const broker = await harness().connect("first");
    const topic = await createTopic(harness(), broker, partitions);
    const group = harness().unique("group");
    const { sessionTimeoutMs } = harness();
    const join = (member: Broker) => new Recorder(member, { group, topics: [topic], assignment, sessionTimeoutMs });
    return { broker, topic, group, join };
  }

  async function assigned(member: Recorder, partitions: readonly number[], topic: string): Promise<void> {
    const expected = partitions.map((partition) => `${topic}/${partition}`).join();
    await harness().until(() => member.partitions?.join() === expected, `the assignment [${expected}]`);
  }
}
