import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maximization } from "../../../src/em/m-step.js";
import { foldFullInWasm } from "../../../src/kernel/wasm/fold-full.js";
import { points } from "../../../src/mixture/point-batch.js";
import { Random } from "../../../src/random/random.js";
import { moments } from "../../../src/statistics/moments.js";
import { type Prior, priorOf } from "../../../src/statistics/prior.js";
import type { SufficientStatistics } from "../../../src/statistics/sufficient-statistics.js";
import { emptySums, type Sums, toStatistics } from "../../../src/statistics/sums.js";

const shapes = {
  D: fc.integer({ min: 1, max: 40 }),
  K: fc.integer({ min: 1, max: 20 }),
  seed: fc.integer({ min: 1, max: 1000 }),
  scale: fc.constantFrom(1, 1e-150, 1e90),
};

/** Sums of n points for each component about centres beside their mean; of some components none. */
function sumsOf(D: number, K: number, seed: number, scale: number): Sums {
  const random = new Random(seed);
  const about = Float64Array.from({ length: K * D }, () => scale * random.normal());
  const sums = emptySums(K, D, "full", about);
  for (let k = 0; k < K; k++) {
    if (random.uniform() < 0.2) continue;
    for (let n = 0; n < 1 + Math.floor(3 * random.uniform()); n++) addPoint(sums, k, random, scale);
  }
  return sums;
}

function addPoint({ dimensions: D, count, first, second }: Sums, k: number, random: Random, scale: number): void {
  const d = Array.from({ length: D }, () => scale * (random.normal() + 0.5));
  const r = random.uniform();
  count[k]! += r;
  for (let i = 0; i < D; i++) {
    first[k * D + i]! += r * d[i]!;
    for (let j = 0; j <= i; j++) second[(k * D + i) * D + j]! += r * d[i]! * d[j]!;
  }
}

/** As text: to compare arrays number by number takes longer than to make them. */
const bytes = (...arrays: Float64Array[]) =>
  arrays.map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength).toString("base64"));
const bytesOf = ({ count, mean, scatter }: SufficientStatistics) => bytes(count, mean, scatter);

describe("merging sums into statistics in WebAssembly", () => {
  it("has the bits of making statistics of them and merging those", () => {
    const factor = fc.constantFrom(1, 0, 0.25, 1e-3, 1e-320);
    fc.assert(
      fc.property(shapes.D, shapes.K, shapes.seed, shapes.scale, factor, factor, (D, K, seed, scale, keep, add) => {
        const before = toStatistics(sumsOf(D, K, seed + 1000, scale));
        const sums = sumsOf(D, K, seed, scale);
        const expected = before.clone().merge(toStatistics(sums), keep, add);
        foldFullInWasm(sums, before, keep, add);
        expect(bytesOf(before)).toEqual(bytesOf(expected));
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});

describe("the M-step of full covariances in WebAssembly", () => {
  it("has the bits of the one that serves all covariance types, also where covariances are singular", () => {
    fc.assert(
      fc.property(
        shapes.D,
        shapes.K,
        shapes.seed,
        shapes.scale,
        fc.constantFrom("default", "mclust", "none"),
        fc.double({ min: 0.01, max: 1e6 }),
        (D, K, seed, scale, kind, effective) => {
          const statistics = toStatistics(sumsOf(D, K, seed, scale));
          statistics.count[0]! += 0.5;
          const prior = priorFor(kind, D, K, scale);
          const previous = { ids: new Int32Array(K), born: new Float64Array(K) };
          const [fast, plain] = [true, false].map((way) => {
            const { mixture, floored } = maximization(statistics, effective, "full", prior, previous, way);
            const { whitening, logNormalizer, logWeight } = mixture.factors;
            const { weights, means, compact } = mixture;
            return { floored, numbers: bytes(weights, means, compact, whitening, logNormalizer, logWeight) };
          });
          expect(fast).toEqual(plain);
        },
      ),
      { numRuns: 300, seed: 1 },
    );
  });
});

function priorFor(kind: Prior["kind"], D: number, K: number, scale: number): Prior {
  const random = new Random(7);
  const rows = Array.from({ length: 30 }, () => Array.from({ length: D }, () => scale * random.normal()));
  return priorOf(kind, moments(points(rows)), K, "full");
}
