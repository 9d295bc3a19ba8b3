import fc from "fast-check";
import { expect, it } from "vitest";
import { distancesOfRows } from "../../src/em/distances.js";

const gap = Number.NaN;
const coordinate = fc.oneof(
  { weight: 9, arbitrary: fc.double({ min: -1e3, max: 1e3, noNaN: true }) },
  fc.constant(gap),
);

it("is the squared distance in order of features, a missing coordinate being the mean, or what is nearer", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 11 }).chain((D) =>
        fc.record({
          rows: fc.array(fc.array(coordinate, { minLength: D, maxLength: D }), { minLength: 1, maxLength: 20 }),
          from: fc.array(fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: D, maxLength: D })),
          precision: fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: D, maxLength: D }),
          nearest: fc.array(fc.oneof(fc.double({ min: 0, max: 1e7, noNaN: true }), fc.constant(Infinity)), {
            minLength: 20,
            maxLength: 20,
          }),
        }),
      ),
      ({ rows, from, precision, nearest }) => {
        const mean = precision.map((_, j) => j - 3);
        const out = new Float64Array(from.length * rows.length);
        const distances = { from: flat(from), mean: Float64Array.from(mean), precision: Float64Array.from(precision) };
        distancesOfRows(flat(rows), Float64Array.from(nearest), rows.length, distances, out);
        const expected = from.flatMap((y) =>
          rows.map((x, i) => {
            const terms = x.map((v, j) => ((Number.isNaN(v) ? mean[j]! : v) - y[j]!) ** 2 * precision[j]!);
            return Math.min(
              nearest[i]!,
              terms.reduce((sum, term) => sum + term, 0),
            );
          }),
        );
        expect(Array.from(out)).toEqual(expected);
      },
    ),
    { numRuns: 300, seed: 1 },
  );
});

function flat(rows: readonly (readonly number[])[]): Float64Array {
  return Float64Array.from(rows.flat());
}
