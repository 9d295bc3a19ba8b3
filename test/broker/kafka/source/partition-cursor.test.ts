import { describe, expect, it } from "vitest";
import type { IncomingRecord, SourceBatch } from "../../../../src/broker/broker.js";
import { PartitionCursor } from "../../../../src/broker/kafka/source/partition-cursor.js";

const NOTHING = { key: null, value: null, headers: {}, timestamp: 0 };

function cursorThatEmits(batches: SourceBatch[]): PartitionCursor {
  const emit = (batch: SourceBatch): void => void batches.push(batch);
  return new PartitionCursor(
    { topic: "t", partition: 0 },
    { epoch: 1, batchRecords: 2, emit, onHungry: () => undefined },
  );
}

const fetched = (from: number, nextOffset: number) => ({
  records: Array.from({ length: nextOffset - from }, (_, i): IncomingRecord => ({ ...NOTHING, offset: from + i })),
  nextOffset,
  bytes: 0,
  truncated: false,
});

describe("a cursor", () => {
  it("has no use for what was asked for before a seek and arrives after it", () => {
    const batches: SourceBatch[] = [];
    const cursor = cursorThatEmits(batches);
    cursor.seek(5);
    const asked = cursor.wanted!;
    cursor.seek(100);
    expect(cursor.isCurrent(asked.seeks)).toBe(false);
    const again = cursor.wanted!;
    expect(again.offset).toBe(100);
    expect(cursor.isCurrent(again.seeks)).toBe(true);
    cursor.take(fetched(100, 101), 101);
    expect(batches.map(({ fetchOffset, nextOffset }) => [fetchOffset, nextOffset])).toEqual([[100, 101]]);
  });

  it("has no use for what was asked for before it ran out of range or stopped", () => {
    const cursor = cursorThatEmits([]);
    cursor.seek(5);
    const asked = cursor.wanted!;
    expect(cursor.halt()).toBe(5);
    expect(cursor.isCurrent(asked.seeks)).toBe(false);
    cursor.seek(7);
    const { seeks } = cursor.wanted!;
    cursor.stop();
    expect(cursor.isCurrent(seeks)).toBe(false);
  });

  it("cuts what it fetched into batches that chain, and gives the next when one is acknowledged", () => {
    const batches: SourceBatch[] = [];
    const cursor = cursorThatEmits(batches);
    cursor.seek(0);
    cursor.take(fetched(0, 5), 9);
    expect(batches).toHaveLength(1);
    for (const batch of batches) batch.ack();
    expect(batches.map(({ fetchOffset, nextOffset }) => [fetchOffset, nextOffset])).toEqual([
      [0, 2],
      [2, 4],
      [4, 5],
    ]);
    expect(cursor.wanted?.offset).toBe(5);
  });
});
