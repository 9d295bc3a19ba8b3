import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignment } from "../../src/lifecycle/assignment.js";

/** Least total cost, by trying every way of pairing. */
function leastCost(costs: readonly number[], rows: number, columns: number): number {
  const pairs = Math.min(rows, columns);
  const best = (row: number, used: ReadonlySet<number>): number => {
    if (used.size === pairs) return 0;
    if (row === rows) return Infinity;
    let least = rows - row > pairs - used.size ? best(row + 1, used) : Infinity;
    for (let j = 0; j < columns; j++)
      if (!used.has(j)) least = Math.min(least, costs[row * columns + j]! + best(row + 1, new Set(used).add(j)));
    return least;
  };
  return best(0, new Set());
}

const size = fc.integer({ min: 0, max: 5 });
const problem = (cost: fc.Arbitrary<number>) =>
  fc.tuple(size, size).chain(([rows, columns]) =>
    fc.record({
      rows: fc.constant(rows),
      columns: fc.constant(columns),
      costs: fc.array(cost, { minLength: rows * columns, maxLength: rows * columns }),
    }),
  );

describe("assignment", () => {
  it.each([
    ["whole costs with many ties", fc.integer({ min: -2, max: 2 })],
    ["any costs", fc.double({ min: -1e6, max: 1e6, noNaN: true })],
  ])("costs no more than any other way of pairing: %s", (_, cost) => {
    fc.assert(
      fc.property(problem(cost), ({ rows, columns, costs }) => {
        const columnOf = assignment(costs, rows, columns);
        expect(columnOf).toHaveLength(rows);
        const used = Array.from(columnOf).filter((j) => j >= 0);
        expect(used).toHaveLength(Math.min(rows, columns));
        expect(new Set(used).size).toBe(used.length);
        expect(used.every((j) => j < columns)).toBe(true);
        const total = columnOf.reduce((sum, j, i) => (j < 0 ? sum : sum + costs[i * columns + j]!), 0);
        expect(total).toBeCloseTo(leastCost(costs, rows, columns), 6);
      }),
      { numRuns: 500 },
    );
  });

  it("pairs equals in their order, the lowest first", () => {
    expect(Array.from(assignment(new Float64Array(16), 4, 4))).toEqual([0, 1, 2, 3]);
    expect(Array.from(assignment(new Float64Array(8).fill(3), 2, 4))).toEqual([0, 1]);
    expect(Array.from(assignment(new Float64Array(8).fill(3), 4, 2))).toEqual([0, 1, -1, -1]);
  });

  it("solves a hundred rows against the known optimum of a shuffled diagonal", () => {
    const n = 100;
    const place = Array.from({ length: n }, (_, i) => (i * 37 + 11) % n);
    const costs = Float64Array.from({ length: n * n }, (_, e) =>
      place[Math.floor(e / n)] === e % n ? 0 : 1 + ((e * 7919) % 13),
    );
    expect(Array.from(assignment(costs, n, n))).toEqual(place);
  });

  it("refuses shapes that do not fit and costs that are not finite", () => {
    expect(() => assignment([1, 2, 3], 2, 2)).toThrow("3 costs are not 2 × 2");
    expect(() => assignment([1, 2, Number.NaN, 4], 2, 2)).toThrow("the cost of row 1, column 0 is NaN");
    expect(() => assignment([1, Infinity], 1, 2)).toThrow("the cost of row 0, column 1 is Infinity");
    expect(() => assignment([], -1, 0)).toThrow("whole numbers of rows and columns");
    expect(() => assignment([], 0.5, 0)).toThrow(RangeError);
  });
});
