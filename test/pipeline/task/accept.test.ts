import { describe, expect, it } from "vitest";
import type { IncomingRecord, SourceBatch } from "../../../src/broker/broker.js";
import { accept } from "../../../src/pipeline/task/accept.js";

const record = (offset: number): IncomingRecord => ({ offset, timestamp: 0, key: null, value: null, headers: {} });

const batch = (fetchOffset: number, nextOffset: number, offsets: readonly number[], partition = 0): SourceBatch => ({
  type: "batch",
  epoch: 1,
  topic: "points",
  partition,
  fetchOffset,
  nextOffset,
  endOffset: 100,
  records: offsets.map(record),
  ack: () => {},
});

/** Judges batches one after the other, beginning at position 10. */
function judge(...batches: readonly SourceBatch[]) {
  const positions = new Map([[0, 10]]);
  const verdicts = batches.map((each) => {
    const verdict = accept(positions, each);
    return verdict.type === "accepted"
      ? [verdict.from, verdict.to, verdict.records.map(({ offset }) => offset)]
      : verdict;
  });
  return { verdicts, position: positions.get(0) };
}

describe("a batch is accepted", () => {
  it("when it was fetched from the position", () => {
    expect(judge(batch(10, 13, [10, 11, 12]))).toEqual({ verdicts: [[10, 13, [10, 11, 12]]], position: 13 });
  });

  it("whatever gap lies before its first record: control records, aborted ones, compaction", () => {
    expect(judge(batch(10, 20, [15, 19]))).toEqual({ verdicts: [[10, 20, [15, 19]]], position: 20 });
  });

  it("without any record, when only control records lie there", () => {
    expect(judge(batch(10, 12, []))).toEqual({ verdicts: [[10, 12, []]], position: 12 });
  });

  it("less what was accepted before, also when that is not committed yet", () => {
    const { verdicts, position } = judge(
      batch(10, 13, [10, 12]),
      batch(5, 16, [7, 10, 12, 14]),
      batch(10, 16, [10, 14]),
    );
    expect(verdicts).toEqual([[10, 13, [10, 12]], [13, 16, [14]], { type: "redelivered" }]);
    expect(position).toBe(16);
  });

  it("never when it was fetched beyond the position", () => {
    const { verdicts, position } = judge(batch(12, 15, [12, 13]));
    expect(verdicts).toEqual([{ type: "ahead", position: 10 }]);
    expect(position).toBe(10);
  });

  it("never when its partition was not taken", () => {
    expect(judge(batch(0, 3, [0, 1, 2], 1)).verdicts).toEqual([{ type: "unknown" }]);
  });
});
