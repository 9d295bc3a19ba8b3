import { describe, expect, it } from "vitest";
import { BatchPool } from "../../../src/pipeline/task/batch-pool.js";

describe("batches that are filled again", () => {
  it("are handed to one at a time, empty", () => {
    const pool = new BatchPool(2, "points");
    const first = pool.take(0, 10);
    first.reserve(3);
    first.appendRows({ offset: 7, timestamp: 1, key: null }, 3);
    const second = pool.take(1, 10);
    expect(second).not.toBe(first);
    pool.give(first);
    const again = pool.take(4, 1);
    expect(again).toBe(first);
    expect(again).toMatchObject({ count: 0, partition: 4, topic: "points" });
    expect(pool.take(4, 1)).not.toBe(first);
  });

  it("are few, and none of them is large", () => {
    const pool = new BatchPool(1, "points");
    const batches = Array.from({ length: 20 }, () => pool.take(0, 10));
    batches[0]!.reserve(2_000_000);
    for (const batch of batches) pool.give(batch);
    const kept = Array.from({ length: 20 }, () => pool.take(0, 10)).filter((batch) => batches.includes(batch));
    expect(kept.length).toBeLessThanOrEqual(8);
    expect(kept).not.toContain(batches[0]);
  });
});
