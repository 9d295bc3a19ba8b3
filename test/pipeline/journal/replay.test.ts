import { describe, expect, it } from "vitest";
import { verifyJournal } from "../../../src/pipeline/journal/replay.js";
import { appTopics } from "../../../src/pipeline/topics.js";
import { simulationDecoder } from "../../simulation/codec.js";
import { APP, Harness, INPUT, learners, message } from "../support/harness.js";

const verify = (harness: Harness) =>
  harness.settle(
    verifyJournal({
      broker: harness.connect("verifier"),
      topics: appTopics(APP, INPUT),
      decoder: simulationDecoder,
      learners,
    }),
  );

/** Learns 120 points of two partitions in some ten units, with flushes, bad records and checkpoints every four units. */
async function history(harness: Harness): Promise<void> {
  const running = harness.run("a", { journal: { checkpointEvery: 4 } });
  for (let i = 0; i < 10; i++) {
    harness.produce(7, 0);
    harness.produce(5, 1);
    harness.cluster.produce(INPUT, 1, [message("bad")]);
    await harness.pass(40);
    if (i % 3 === 1) running.control("flush");
    await harness.pass(40);
  }
  running.leave();
  await harness.pass(10);
}

describe("a replay of the journal", () => {
  it("reaches the same digests, from genesis to the end", async () => {
    const harness = new Harness(2);
    await history(harness);
    const units = harness.committed("journal").filter((value) => value.includes('"inputs"')).length;
    expect(units).toBeGreaterThan(8);
    expect(await verify(harness)).toEqual({
      from: 0,
      to: units - 1,
      points: 120,
      promotions: 0,
      span: new Map([
        [0, { from: 0, to: 70 }],
        [1, { from: 0, to: 60 }],
      ]),
    });
  });

  it("begins at the oldest checkpoint whose input still exists", async () => {
    const harness = new Harness(2);
    await history(harness);
    harness.cluster.deleteRecords({ topic: INPUT, partition: 0 }, 20);
    const { from, points, mismatch } = await verify(harness);
    expect(mismatch).toBeUndefined();
    expect(from).toBeGreaterThan(0);
    expect(from % 4).toBe(0);
    expect(points).toBeLessThan(120);
  });

  it("does without a checkpoint whose beginning the journal's own retention deleted", async () => {
    const harness = new Harness(2);
    await history(harness);
    harness.cluster.deleteRecords({ topic: `${APP}.journal`, partition: 0 }, 2); // inside the genesis checkpoint
    const { from, mismatch } = await verify(harness);
    expect([from % 4, mismatch]).toEqual([0, undefined]);
    expect(from).toBeGreaterThan(0);
  });

  it("says after which unit history and replay differ", async () => {
    const harness = new Harness(1);
    harness.produce(42); // two of them in an open mini-batch
    const first = harness.run("a");
    await harness.pass(100);
    first.leave();
    const { records } = harness.cluster.inspect(`${APP}.journal`, 0);
    const last = JSON.parse(harness.committed("journal").at(-1)!);
    const forged = { ...last, unit: last.unit + 1, inputs: [{ type: "flush" }] };
    harness.cluster.produce(`${APP}.journal`, 0, [{ ...message(JSON.stringify(forged)), key: records.at(-1)!.key }]);
    const report = await verify(harness);
    expect(report.mismatch).toMatchObject({ unit: forged.unit, journal: last.digest });
    expect(report.to).toBe(last.unit);
  });

  it("refuses a journal with a gap, and one without any usable checkpoint", async () => {
    const harness = new Harness(1);
    harness.produce(40);
    harness.run("a").control("flush");
    await harness.pass(100);
    const last = JSON.parse(harness.committed("journal").at(-1)!);
    const { key } = harness.cluster.inspect(`${APP}.journal`, 0).records.at(-1)!;
    const skipping = message(JSON.stringify({ ...last, unit: last.unit + 2 }));
    harness.cluster.produce(`${APP}.journal`, 0, [{ ...skipping, key }]);
    await expect(verify(harness)).rejects.toThrow(/journal has a gap: unit \d+ follows/);
    harness.cluster.deleteRecords({ topic: INPUT, partition: 0 }, 40);
    await expect(verify(harness)).rejects.toThrow(/nothing can be verified.*journal.checkpointEvery/s);
  });
});
