import { afterEach, expect, it, vi } from "vitest";
import { MemoryCluster } from "../../../../src/broker/memory/memory-cluster.js";
import { follow } from "../support/follower.js";
import { record } from "../support/simulated.js";

afterEach(() => void vi.restoreAllMocks());

const newCluster = () => {
  const cluster = new MemoryCluster();
  cluster.createTopics([{ topic: "points", partitions: 1, cleanup: "delete" }]);
  return cluster;
};

it("real time: thousands of calls set no timer, and do not starve those of others", async () => {
  const broker = newCluster().connect({ clientId: "c" });
  let others = 0;
  const timer = setInterval(() => others++, 1);
  const timers = [vi.spyOn(globalThis, "setInterval"), vi.spyOn(globalThis, "setTimeout")];
  let calls = 0;
  for (; calls < 2_000_000 && (calls < 5_000 || others < 5); calls++) {
    await broker.admin.bounds({ topic: "points", partition: 0 });
  }
  clearInterval(timer);
  for (const spy of timers) expect(spy).not.toHaveBeenCalled();
  expect(others).toBeGreaterThanOrEqual(5);
});

it("real time: a reply is never synchronous", async () => {
  const cluster = newCluster();
  cluster.produce("points", 0, [record("a")]);
  const broker = cluster.connect({ clientId: "c" });
  const reader = follow(broker);
  expect(reader.events).toEqual([]);
  await broker.clusterId();
  await broker.clusterId();
  expect(reader.values).toEqual(["a"]);
  await broker.close();
});

it("real time: a batch costs calls, a record does not", async () => {
  const cluster = newCluster();
  const records = Array.from({ length: 50_000 }, (_, i) => record(String(i)));
  cluster.produce("points", 0, records);
  let calls = 0;
  const broker = cluster.connect({ clientId: "c", faults: () => void calls++ });
  const reader = follow(broker, { batchRecords: 5_000 });
  while (reader.batches.length < 10) await new Promise((resolve) => setImmediate(resolve));
  expect(reader.batches.map(({ records }) => records.length)).toEqual(new Array(10).fill(5_000));
  expect(calls).toBeLessThan(30);
  const [first] = reader.batches;
  expect(first!.records[7]!.value).toBe(records[7]!.value); // the very bytes that were handed over
  await broker.close();
});
