import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Queue } from "../../src/rx/queue.js";

describe("Queue", () => {
  it("gives items back in the order in which they came", () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer())), (steps) => {
        const queue = new Queue<number>();
        const expected: number[] = [];
        for (const step of steps) {
          if (step !== null) {
            queue.push(step);
            expected.push(step);
          } else if (expected.length > 0) expect(queue.shift()).toBe(expected.shift());
          expect(queue.length).toBe(expected.length);
        }
      }),
    );
  });

  it("has nothing to give when it is empty", () => {
    const queue = new Queue<number>();
    queue.push(1);
    queue.shift();
    expect(() => queue.shift()).toThrow(/^the queue is empty$/);
  });
});
