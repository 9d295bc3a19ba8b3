import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BatchMemory } from "../../../../src/broker/kafka/records/batch-memory.js";

describe("memory of record batches", () => {
  it("is lent to one at a time, and has the length asked for", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(400_000), fc.boolean()), { maxLength: 50 }), (steps) => {
        const memory = new BatchMemory();
        const lent: Buffer[] = [];
        for (const [length, isGivenBack] of steps) {
          const bytes = memory.take(length);
          expect(bytes.length).toBe(length);
          expect(lent.map(({ buffer }) => buffer)).not.toContain(bytes.buffer);
          lent.push(bytes);
          if (isGivenBack) memory.give(lent.shift()!);
        }
      }),
    );
  });

  it("is used again where it fits, and never for what is much smaller", () => {
    const memory = new BatchMemory();
    const first = memory.take(800_000);
    memory.give(first);
    expect(memory.take(100_000).buffer).not.toBe(first.buffer);
    expect(memory.take(750_000).buffer).toBe(first.buffer);
    expect(memory.take(750_000).buffer).not.toBe(first.buffer);
  });

  it("keeps no more than a request may hold", () => {
    const memory = new BatchMemory();
    const lent = Array.from({ length: 40 }, () => memory.take(900_000));
    for (const bytes of lent) memory.give(bytes);
    const again = new Set(Array.from({ length: 40 }, () => memory.take(900_000).buffer));
    const kept = lent.filter(({ buffer }) => again.has(buffer)).length;
    expect(kept).toBeGreaterThan(10);
    expect(kept * 900_000).toBeLessThanOrEqual(16_000_000);
  });
});
