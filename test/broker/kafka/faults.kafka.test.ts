import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Broker } from "../../../src/broker/broker.js";
import { BrokerError, FencedError } from "../../../src/broker/errors.js";
import { connectKafka } from "../../../src/broker/kafka/connect-kafka.js";
import { Recorder, readAll, record, values } from "../../contracts/broker/support.js";
import { type JvmCluster, startJvmCluster } from "../../support/kafka/jvm-cluster.js";
import { hasJvmKafka } from "../../support/kafka/kafka-brokers.js";
import type { TcpProxy } from "../../support/kafka/tcp-proxy.js";

const PATIENCE = { timeout: 60_000, interval: 20 };

describe.skipIf(!hasJvmKafka())("on a bad network", () => {
  let cluster: JvmCluster;
  let proxy: TcpProxy;
  let own: Broker[] = [];
  let names = 0;

  beforeAll(async () => {
    cluster = await startJvmCluster({ nodes: 1, controller: "apart", proxied: true });
    proxy = cluster.proxies[0]!;
  });
  afterAll(() => cluster.stop());
  afterEach(async () => {
    proxy.stall(false);
    proxy.delay(0);
    await proxy.refuse(false);
    await Promise.all(own.map((broker) => broker.close()));
    own = [];
  });

  /** By the proxy, as the pipeline comes, or straight, as the test looks. */
  function connect(
    way: "proxy" | "direct" = "proxy",
    options: Partial<Parameters<typeof connectKafka>[0]> = {},
  ): Broker {
    const brokers = way === "proxy" ? cluster.brokers : cluster.direct;
    const broker = connectKafka({ brokers, clientId: way, requestTimeoutMs: 1_000, metadataMaxAgeMs: 500, ...options });
    own.push(broker);
    return broker;
  }

  async function createTopic(partitions = 1): Promise<string> {
    const topic = `faults-${names++}`;
    await connect("direct").admin.createTopics([{ topic, partitions, cleanup: "delete" }]);
    return topic;
  }

  async function expectCommitted(topic: string, expected: readonly string[], partition = 0): Promise<void> {
    const reader = connect("direct");
    await vi.waitFor(
      async () => expect(values(await readAll(reader, { topic, partition }))).toEqual(expected),
      PATIENCE,
    );
  }

  it("stores a batch once when the answer to it is lost", async () => {
    const topic = await createTopic();
    const writer = await connect().writer("lost-answer");
    const transaction = await writer.begin();
    await transaction.append(topic, 0, [record("first")]);
    proxy.stall("answers");
    const appended = transaction.append(topic, 0, [record("second")]);
    await sleep(500); // the request has arrived, its answer has not
    proxy.cutAll();
    proxy.stall(false);
    await appended;
    await transaction.append(topic, 0, [record("third")]);
    await transaction.commit();
    await expectCommitted(topic, ["first", "second", "third"]);
  });

  it("commits once when the answer to the commit is lost, and goes on with a new writer", async () => {
    const topic = await createTopic();
    const writer = await connect().writer("lost-commit");
    const transaction = await writer.begin();
    await transaction.append(topic, 0, [record("a")]);
    proxy.stall("answers");
    const committed = transaction.commit();
    await sleep(500);
    proxy.cutAll();
    proxy.stall(false);
    await committed;
    await expect(writer.begin()).rejects.toThrow(/lost-commit.*a new writer is needed/);
    const next = await (await connect().writer("lost-commit")).begin();
    await next.append(topic, 0, [record("b")]);
    await next.commit();
    await expectCommitted(topic, ["a", "b"]);
  });

  it("writes no more once the fate of a batch is unknown: the next could be taken for its repetition", async () => {
    const topic = await createTopic();
    const writer = await connect("proxy", { transactionTimeoutMs: 1_500 }).writer("unknown-fate");
    const transaction = await writer.begin();
    await transaction.append(topic, 0, [record("known")]);
    proxy.stall("answers");
    await expect(transaction.append(topic, 0, [record("unknown")])).rejects.toBeInstanceOf(BrokerError);
    proxy.cutAll();
    proxy.stall(false);
    await expect(transaction.commit()).rejects.toThrow(/unknown-fate.*a new writer is needed|newer writer/);
    await expect(writer.begin()).rejects.toBeInstanceOf(BrokerError);
    const successor = await connect().writer("unknown-fate");
    const next = await successor.begin();
    await next.append(topic, 0, [record("after")]);
    await next.commit();
    await expectCommitted(topic, ["after"]);
  });

  it("a writer that was cut off while another took over is fenced", async () => {
    const topic = await createTopic();
    const zombie = await connect().writer("cut-off");
    const left = await zombie.begin();
    await left.append(topic, 0, [record("zombie")]);
    await proxy.refuse(true);
    proxy.cutAll();
    const owner = await connect("direct").writer("cut-off");
    await proxy.refuse(false);
    await expect(left.append(topic, 0, [record("late")])).rejects.toBeInstanceOf(FencedError);
    const transaction = await owner.begin();
    await transaction.append(topic, 0, [record("owner")]);
    await transaction.commit();
    await expectCommitted(topic, ["owner"]);
  });

  it("a source survives cuts: everything once, in order, and it stays a member", async () => {
    const topic = await createTopic();
    const reader = new Recorder(connect(), {
      group: topic,
      topics: [topic],
      assignment: "all-to-one",
      sessionTimeoutMs: 6_000,
    });
    await vi.waitFor(() => expect(reader.partitions).toEqual([`${topic}/0`]), PATIENCE);
    const writer = await connect("direct").writer(`${topic}-writer`);
    const expected: string[] = [];
    for (let round = 0; round < 10; round++) {
      const transaction = await writer.begin();
      const batch = Array.from({ length: 50 }, (_, i) => `${round}-${i}`);
      await transaction.append(topic, 0, batch.map(record));
      await transaction.commit();
      expected.push(...batch);
      if (round % 3 === 2) proxy.cutAll();
    }
    await vi.waitFor(() => expect(reader.values.length).toBeGreaterThanOrEqual(expected.length), PATIENCE);
    expect(reader.assigned).toHaveLength(1);
    expect(reader.values).toEqual(expected);
    reader.leave();
  });

  it("a source whose joining is cut joins all the same, and reads everything in order", async () => {
    const topic = await createTopic();
    const writer = await connect("direct").writer(`${topic}-writer`);
    const transaction = await writer.begin();
    const expected = Array.from({ length: 50 }, (_, i) => `${i}`);
    await transaction.append(topic, 0, expected.map(record));
    await transaction.commit();
    const reader = new Recorder(connect(), {
      group: topic,
      topics: [topic],
      assignment: "all-to-one",
      sessionTimeoutMs: 1_000, // a member that was made for a lost answer is waited for so long
    });
    for (let cut = 0; cut < 10; cut++) {
      await sleep(3);
      proxy.cutAll();
    }
    await vi.waitFor(() => expect(reader.partitions).toEqual([`${topic}/0`]), PATIENCE);
    // A join that was repeated may still arrive and lead to another generation, which begins to read anew.
    await vi.waitFor(() => {
      const latest = reader.batches.filter(({ epoch }) => epoch === reader.assigned.at(-1)?.epoch);
      expect(latest.flatMap(({ records }) => values(records))).toEqual(expected);
    }, PATIENCE);
    reader.leave();
  });

  it("delivers every committed record once, whatever transactions come in between (interleaved at random)", async () => {
    const topic = await createTopic();
    const broker = connect("direct");
    const writers = await Promise.all([0, 1, 2].map((i) => broker.writer(`${topic}-${i}`)));
    let seed = 7;
    const dice = (sides: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return Math.floor((seed / 2 ** 31) * sides);
    };
    const open = await Promise.all(writers.map((writer) => writer.begin()));
    const written: { value: string; transaction: object }[] = [];
    const fates = new Map<object, boolean>();
    for (let step = 0; step < 150; step++) {
      const i = dice(3);
      if (dice(4) > 0) {
        const count = 1 + dice(3);
        const batch = Array.from({ length: count }, (_, k) => `${step}-${k}`);
        await open[i]!.append(topic, 0, batch.map(record));
        for (const value of batch) written.push({ value, transaction: open[i]! });
      } else {
        const commits = dice(2) === 0;
        fates.set(open[i]!, commits);
        await open[i]![commits ? "commit" : "abort"]();
        open[i] = await writers[i]!.begin();
      }
    }
    for (const transaction of open) await transaction.abort();
    const expected = written.filter(({ transaction }) => fates.get(transaction)).map(({ value }) => value);
    expect(expected.length).toBeGreaterThan(20);
    await expectCommitted(topic, expected);
    const reader = new Recorder(connect(), { group: topic, topics: [topic], assignment: "spread", batchRecords: 3 });
    await vi.waitFor(() => expect(reader.values.length).toBeGreaterThanOrEqual(expected.length), PATIENCE);
    expect(reader.values).toEqual(expected);
    let position = 0;
    for (const { fetchOffset, nextOffset } of reader.batches) {
      expect(fetchOffset).toBe(position);
      position = nextOffset;
    }
    reader.leave();
  });

  it("sees new partitions without being told", async () => {
    const topic = await createTopic();
    const reader = new Recorder(connect(), { group: topic, topics: [topic], assignment: "all-to-one" });
    await vi.waitFor(() => expect(reader.partitions).toEqual([`${topic}/0`]), PATIENCE);
    await connect("direct").admin.growTopic(topic, 3);
    await vi.waitFor(() => expect(reader.partitions).toEqual([0, 1, 2].map((i) => `${topic}/${i}`)), PATIENCE);
    reader.leave();
  });

  it("waits for a topic that does not exist yet, and says so", async () => {
    const topic = `faults-later-${names++}`;
    const reader = new Recorder(connect(), { group: topic, topics: [topic], assignment: "all-to-one" });
    await vi.waitFor(() => expect(reader.has("trouble")).toBe(true), PATIENCE);
    expect(reader.events.find(({ type }) => type === "trouble")).toMatchObject({
      error: { message: expect.stringContaining(topic) },
    });
    await connect("direct").admin.createTopics([{ topic, partitions: 1, cleanup: "delete" }]);
    await vi.waitFor(() => expect(reader.partitions).toEqual([`${topic}/0`]), PATIENCE);
    reader.leave();
  });

  it("a member that falls silent is expelled, its successor takes over, and it joins again as a standby", async () => {
    const topic = await createTopic();
    const options = { group: topic, topics: [topic], assignment: "all-to-one", sessionTimeoutMs: 1_000 } as const;
    const active = new Recorder(connect(), options);
    await vi.waitFor(() => expect(active.partitions).toEqual([`${topic}/0`]), PATIENCE);
    const standby = new Recorder(connect("direct"), options);
    await vi.waitFor(() => expect(standby.partitions).toEqual([]), PATIENCE);
    proxy.stall(true);
    await vi.waitFor(() => expect(standby.partitions).toEqual([`${topic}/0`]), PATIENCE);
    proxy.stall(false);
    proxy.cutAll();
    await vi.waitFor(() => expect(active.partitions).toEqual([]), PATIENCE);
    expect(active.events.map(({ type }) => type)).toContain("lost");
    await vi.waitFor(() => expect(standby.partitions).toEqual([`${topic}/0`]), PATIENCE);
    for (const member of [active, standby]) member.leave();
  });

  it("lives through the death and return of the broker", async () => {
    const topic = await createTopic();
    const broker = connect();
    const reader = new Recorder(broker, {
      group: topic,
      topics: [topic],
      assignment: "all-to-one",
      sessionTimeoutMs: 10_000,
    });
    const writer = await broker.writer(`${topic}-writer`);
    const commit = async (value: string) => {
      const transaction = await writer.begin();
      await transaction.append(topic, 0, [record(value)]);
      await transaction.commit();
    };
    await commit("before");
    await vi.waitFor(() => expect(reader.values).toEqual(["before"]), PATIENCE);
    await cluster.node(0).kill();
    const during = commit("during");
    await cluster.node(0).start();
    await during;
    await commit("after");
    await vi.waitFor(() => expect(new Set(reader.values)).toEqual(new Set(["before", "during", "after"])), PATIENCE);
    await expectCommitted(topic, ["before", "during", "after"]);
    reader.leave();
  });
});
