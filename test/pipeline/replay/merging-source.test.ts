import { describe, expect, it } from "vitest";
import type { SourceBatch, SourceEvent } from "../../../src/broker/broker.js";
import { MergingSource } from "../../../src/pipeline/replay/merging-source.js";
import { Pace } from "../../../src/pipeline/replay/pace.js";
import { Harness, INPUT } from "../support/harness.js";
import { timed } from "./replays.js";

function open(harness: Harness, ends: readonly number[], limits = { batchRecords: 10, maxOpen: 25 }) {
  let exhausted = 0;
  const source = new MergingSource({
    broker: harness.connect("reader"),
    topic: INPUT,
    bounds: { from: "earliest", to: "now", starts: ends.map(() => 0), ends: [...ends] },
    pace: new Pace(Infinity),
    scheduler: harness.scheduler,
    exhausted: () => exhausted++,
    retryMs: 10,
    ...limits,
  });
  const events: SourceEvent[] = [];
  const subscription = source.events$.subscribe((event) => events.push(event));
  const batches = (): SourceBatch[] => events.filter((event) => event.type === "batch");
  return { source, events, batches, subscription, exhausted: () => exhausted };
}

const count = (batches: readonly SourceBatch[]): number =>
  batches.reduce((sum, { records }) => sum + records.length, 0);

/** 100 records in each of two partitions. */
function history(): Harness {
  const harness = new Harness(2);
  for (const partition of [0, 1])
    harness.cluster.produce(INPUT, partition, timed(Array.from({ length: 100 }, (_, i) => 10 * Math.floor(i / 8))));
  return harness;
}

const where = (partition: number) => ({ topic: INPUT, partition });

describe("a merging source", () => {
  it("gives out nothing before every partition was sought", async () => {
    const harness = history();
    const { source, batches, events } = open(harness, [100, 100]);
    await harness.pass(50);
    expect(events.map(({ type }) => type)).toEqual(["assigned"]);
    source.seek(where(0), 0);
    await harness.pass(50);
    expect(batches()).toEqual([]);
    source.seek(where(1), 50);
    await harness.pass(50);
    expect(batches()[0]).toMatchObject({ partition: 0, fetchOffset: 0 });
  });

  it("waits for acknowledgements: no more is open than it may", async () => {
    const harness = history();
    const { source, batches, exhausted } = open(harness, [100, 100]);
    await harness.pass(1);
    for (const partition of [0, 1]) source.seek(where(partition), 0);
    await harness.pass(100);
    const first = count(batches());
    expect(first).toBeGreaterThanOrEqual(25);
    expect(first).toBeLessThanOrEqual(35);
    for (let done = 0; done < batches().length; done++) {
      batches()[done]!.ack();
      batches()[done]!.ack();
      await harness.pass(5);
      expect(count(batches().slice(done + 1))).toBeLessThanOrEqual(35);
    }
    expect([count(batches()), exhausted()]).toEqual([200, 1]);
  });

  it("begins anew at a seek, and what was given out before needs no acknowledgement", async () => {
    const harness = history();
    const { source, batches, exhausted } = open(harness, [100, 100], { batchRecords: 10, maxOpen: 1000 });
    await harness.pass(1);
    for (const partition of [0, 1]) source.seek(where(partition), 95);
    await harness.pass(50);
    const before = batches().length;
    source.seek(where(1), 90);
    await harness.pass(50);
    const again = batches().slice(before);
    expect(again.map(({ partition, records }) => [partition, ...records.map(({ offset }) => offset)])).toEqual([
      [1, ...Array.from({ length: 10 }, (_, i) => 90 + i)],
    ]);
    expect(exhausted()).toBe(2);
  });

  it("joins anew with a later epoch, and waits for seeks again", async () => {
    const harness = history();
    const { source, events, batches } = open(harness, [100, 100]);
    await harness.pass(1);
    for (const partition of [0, 1]) source.seek(where(partition), 0);
    await harness.pass(50);
    const before = batches().length;
    source.rejoin();
    for (const batch of batches()) batch.ack();
    await harness.pass(50);
    expect(batches().length).toBe(before);
    const epochs = events.flatMap((event) => (event.type === "assigned" ? [event.epoch] : []));
    expect(epochs).toEqual([1, 2]);
  });

  it("tells of history that is gone, instead of leaving it out", async () => {
    const harness = history();
    const { source, events, batches } = open(harness, [100, 100]);
    await harness.pass(1);
    harness.cluster.deleteRecords(where(1), 20);
    for (const partition of [0, 1]) source.seek(where(partition), 0);
    await harness.pass(50);
    expect(batches()).toEqual([]);
    expect(events.at(-1)).toEqual({ type: "out-of-range", partition: where(1), position: 0 });
  });

  it("gives out nothing after its subscriber has gone", async () => {
    const harness = history();
    const { source, batches, subscription } = open(harness, [100, 100]);
    await harness.pass(1);
    for (const partition of [0, 1]) source.seek(where(partition), 0);
    subscription.unsubscribe();
    await harness.pass(50);
    expect(batches()).toEqual([]);
  });
});
