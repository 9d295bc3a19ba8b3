import { expect, it } from "vitest";
import { BrokerError } from "../../../../src/broker/errors.js";
import type { ClusterEvent } from "../../../../src/broker/memory/cluster-events.js";
import { Group, type JoinReply } from "../../../../src/broker/memory/groups/group.js";
import { VirtualClock } from "../support/virtual-clock.js";

function setUp() {
  const clock = new VirtualClock();
  const events: ClusterEvent[] = [];
  const observe = (event: ClusterEvent) => void events.push(event);
  const group = new Group({ name: "g", scheduler: clock.scheduler, observe, partitionCount: () => 2 });
  const join = (memberId: string, assignment: "spread" | "all-to-one" = "spread") => {
    const replies: JoinReply[] = [];
    const request = { memberId, clientId: `client ${memberId}`, topics: ["t"], assignment, sessionTimeoutMs: 100 };
    group.join(request, (reply) => replies.push(reply));
    return replies;
  };
  return { clock, events, group, join };
}

it("completes a rebalance only when every member has joined again", () => {
  const { group, join } = setUp();
  expect(join("a")).toHaveLength(1);
  const second = join("b");
  expect(second).toHaveLength(0);
  expect(group.heartbeat("a", 1)).toBe("rebalancing");
  const again = join("a");
  expect([again[0]?.generation, second[0]?.generation]).toEqual([2, 2]);
  expect(group.heartbeat("a", 2)).toBe("ok");
  expect(group.heartbeat("a", 1)).toBe("rebalancing");
  expect(group.heartbeat("stranger", 2)).toBe("unknown member");
});

it("expels who is silent for a session timeout, and lets those wait in peace who have joined", async () => {
  const { clock, events, group, join } = setUp();
  join("silent");
  await clock.advance(60);
  const waiting = join("waiting");
  await clock.advance(39);
  expect(waiting).toHaveLength(0);
  await clock.advance(1);
  expect(waiting[0]?.partitions).toHaveLength(2);
  expect(group.heartbeat("silent", 1)).toBe("unknown member");
  expect(events.filter(({ type }) => type === "expelled")).toEqual([
    { type: "expelled", group: "g", clientId: "client silent" },
  ]);
});

it("lets a member wait for the others however long they take", async () => {
  const { clock, group, join } = setUp();
  join("slow");
  const waiting = join("waiting");
  for (let beat = 0; beat < 10; beat++) {
    await clock.advance(50);
    expect(group.heartbeat("slow", 1)).toBe("rebalancing");
  }
  expect(waiting).toEqual([]);
  join("slow");
  expect(waiting[0]?.partitions).toHaveLength(1);
});

it("is kept alive by heartbeats alone", async () => {
  const { clock, events, group, join } = setUp();
  join("a");
  for (let beat = 0; beat < 10; beat++) {
    await clock.advance(99);
    expect(group.heartbeat("a", 1)).toBe("ok");
  }
  await clock.advance(100);
  expect(group.heartbeat("a", 1)).toBe("unknown member");
  expect(events.map(({ type }) => type)).toEqual(["generation", "expelled"]);
});

it("takes positions of its present generation only", () => {
  const { group, join } = setUp();
  join("a");
  group.commit("a", 1, [{ topic: "t", partition: 0, offset: 5 }]);
  join("a");
  const stale = () => group.commit("a", 1, [{ topic: "t", partition: 0, offset: 9 }]);
  expect(stale).toThrow(/is at generation 2/);
  expect(() => group.commit("b", 2, [])).toThrow(/does not know the member/);
  expect(group.positions.ofTopic("t")).toEqual(new Map([[0, 5]]));
});

it("refuses a member that assigns in another way", () => {
  const { join } = setUp();
  join("a", "spread");
  expect(() => join("b", "all-to-one")).toThrow(BrokerError);
});
