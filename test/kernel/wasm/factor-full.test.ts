import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { factorFull } from "../../../src/kernel/reference/factor-full.js";
import { factorFullInWasm } from "../../../src/kernel/wasm/factor-full.js";
import { fixedMixture } from "../../support/fixed-mixtures.js";

/** What a way of factoring gives, as bytes. */
function outcome(way: typeof factorFull, covariances: Float64Array, K: number, D: number) {
  const whitening = new Float64Array((K * D * (D + 1)) / 2);
  const logDeterminants = new Float64Array(K);
  const singular = way(covariances, K, D, whitening, logDeterminants);
  if (singular >= 0) return { singular };
  return { whitening: Buffer.from(whitening.buffer).toString("base64"), logDeterminants: [...logDeterminants] };
}

describe("factoring in WebAssembly", () => {
  it("has the bits of the reference, and finds the same first singular covariance", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.constantFrom(1, 1e-150, 1e100),
        fc.array(fc.tuple(fc.nat(19), fc.constantFrom("zero", "negative", "nan", "copy")), { maxLength: 2 }),
        (D, K, seed, scale, damages) => {
          const covariances = fixedMixture(D, K, seed, 1).covariances.map((entry) => entry * scale);
          for (const [which, damage] of damages) spoil(covariances, which % K, D, damage);
          expect(outcome(factorFullInWasm, covariances, K, D)).toEqual(outcome(factorFull, covariances, K, D));
        },
      ),
      { numRuns: 200, seed: 1 },
    );
  });
});

function spoil(covariances: Float64Array, k: number, D: number, damage: string): void {
  const last = (k + 1) * D * D - 1;
  if (damage === "zero") covariances.fill(0, k * D * D, last + 1);
  else if (damage === "negative") covariances[last]! *= -1;
  else if (damage === "nan") covariances[last] = Number.NaN;
  // The last row a copy of the one before: singular but for rounding.
  else for (let j = 0; D > 1 && j < D; j++) covariances[last - j] = covariances[last - D - j]!;
}
