import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Expectation, type Kernel, NEGLIGIBLE_NATS, REFERENCE_ARITHMETIC } from "../../../src/kernel/kernel.js";
import { referenceKernel } from "../../../src/kernel/reference/reference-kernel.js";
import { denseWasmKernel, kernelOf, wasmKernel } from "../../../src/kernel/wasm/wasm-kernel.js";
import { STRICT } from "../../../src/kernel/wasm/workspace.js";
import { COVARIANCE_TYPES, type CovarianceType } from "../../../src/mixture/covariance/covariance-type.js";
import { covarianceOf } from "../../../src/mixture/covariance/covariances.js";
import { Mixture } from "../../../src/mixture/mixture.js";
import { Random } from "../../../src/random/random.js";
import { emptySums, type Sums } from "../../../src/statistics/sums.js";
import { fixedMixture } from "../../support/fixed-mixtures.js";

/** A mixture, points around it, weights, and what is unusual about them. */
interface Case {
  readonly mixture: Mixture;
  readonly values: Float64Array;
  readonly weights: Float64Array | undefined;
  readonly n: number;
}

interface Shape {
  readonly D: number;
  readonly K: number;
  readonly covariance: CovarianceType;
  readonly n: number;
  readonly seed: number;
  readonly spread: number;
  readonly scale: number;
  readonly offset: number;
  readonly far: boolean;
  readonly missing: boolean;
  readonly weighted: boolean;
  readonly empty: boolean;
  readonly negligible: number | undefined;
}

const screeningKernel = kernelOf("screening", STRICT, REFERENCE_ARITHMETIC, "always");

const shapes = fc.record<Shape>({
  D: fc.integer({ min: 1, max: 64 }),
  K: fc.integer({ min: 1, max: 64 }),
  covariance: fc.constantFrom(...COVARIANCE_TYPES),
  n: fc.integer({ min: 1, max: 300 }),
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  spread: fc.constantFrom(0.1, 1, 5, 100),
  scale: fc.constantFrom(1, 1e-100, 1e100, 1e-6, 1e6),
  offset: fc.constantFrom(0, 1e8, -3),
  far: fc.boolean(),
  missing: fc.boolean(),
  weighted: fc.boolean(),
  empty: fc.boolean(),
  negligible: fc.constantFrom(undefined, 12, 2),
});

function caseOf(shape: Shape): Case {
  const { D, K, covariance, n, seed, spread, scale, offset, far, missing, weighted, empty } = shape;
  const base = fixedMixture(D, K, seed, spread);
  const random = new Random(seed);
  const isDiagonal = covarianceOf(covariance).structure === "diagonal";
  const weights = Array.from(base.weights, (w, k) => (empty && k === 0 && K > 1 ? 0 : w));
  const total = weights.reduce((a, b) => a + b, 0);
  const mixture = new Mixture({
    covarianceType: covariance,
    weights: weights.map((w) => w / total),
    means: Array.from(base.means, (m) => (m + offset) * scale),
    covariances: Array.from(base.covariances, (c, e) =>
      isDiagonal && Math.floor(e / D) % D !== e % D ? 0 : c * scale * scale,
    ),
  });
  const values = new Float64Array(n * D);
  for (let i = 0; i < n; i++) {
    const k = random.below(K);
    const away = far && random.uniform() < 0.05 ? (random.uniform() < 0.3 ? 1e25 : 300) : 1;
    for (let j = 0; j < D; j++)
      values[i * D + j] =
        missing && D <= 8 && random.uniform() < 0.05
          ? Number.NaN
          : mixture.means[k * D + j]! + away * scale * random.normal();
  }
  const zero = () => (random.uniform() < 0.2 ? 0 : 3 * random.uniform());
  return { mixture, values, n, weights: weighted ? Float64Array.from({ length: n }, zero) : undefined };
}

const emptyOut = (n: number, K: number, distances: boolean): Expectation => ({
  responsibilities: new Float64Array(n * K),
  logDensity: new Float64Array(n),
  ...(distances && { mahalanobis: new Float64Array(n * K), depth: new Float64Array(n) }),
});

const sumsFor = ({ mixture: { components, dimensions, structure, means } }: Case): Sums =>
  emptySums(components, dimensions, structure, means);

/** Above the diagonal a kernel may leave what it likes. */
function bitsOf({ structure, dimensions: D, count, first, second }: Sums): string {
  const isBelow = (e: number) => structure === "diagonal" || Math.floor(e / D) % D >= e % D;
  return bits(
    count,
    first,
    second.map((value, e) => (isBelow(e) ? value : 0)),
  );
}

const bits = (...arrays: (Float64Array | undefined)[]): string =>
  arrays
    .map((array) => array && Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64"))
    .join();

describe("the WebAssembly kernel", () => {
  it("has the bits of the reference kernel, whatever the shape, the points and how they are cut", () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 300 }), (shape, cut) => {
        const given = caseOf(shape);
        const { mixture, n, values, weights } = given;
        const K = mixture.components;
        const prepared = (kernel: Kernel) => kernel.prepare(mixture.factors, shape.negligible);
        const due = emptyOut(n, K, true);
        const dueSums = sumsFor(given);
        prepared(referenceKernel).learn(values, 0, n, weights, due, dueSums);

        const evaluator = prepared(wasmKernel);
        const found = emptyOut(n, K, true);
        const sums = sumsFor(given);
        for (let at = 0; at < n; at += cut) evaluator.learn(values, at, Math.min(cut, n - at), weights, found, sums);
        const dueBits = bits(due.responsibilities, due.logDensity);
        expect(bits(found.responsibilities, found.logDensity)).toBe(dueBits);
        expect(bits(found.mahalanobis, found.depth)).toBe(bits(due.mahalanobis, due.depth));
        expect(bitsOf(sums)).toBe(bitsOf(dueSums));

        const sparse = emptyOut(n, K, false);
        const sparseSums = sumsFor(given);
        const screening = prepared(screeningKernel);
        for (let at = 0; at < n; at += cut)
          screening.learn(values, at, Math.min(cut, n - at), weights, sparse, sparseSums);
        expect(bits(sparse.responsibilities, sparse.logDensity)).toBe(dueBits);
        expect(bitsOf(sparseSums)).toBe(bitsOf(dueSums));
        const { logDensity } = emptyOut(n, K, false);
        const onlySums = sumsFor(given);
        for (let at = 0; at < n; at += cut)
          screening.learn(values, at, Math.min(cut, n - at), weights, { logDensity }, onlySums);
        expect(bits(logDensity)).toBe(bits(due.logDensity));
        expect(bitsOf(onlySums)).toBe(bitsOf(dueSums));
        // Some of the first blocks decide how the later ones are screened.
        for (let again = 0; again < 3; again++) screening.expectation(values, 0, n, sparse);
        expect(bits(sparse.responsibilities, sparse.logDensity)).toBe(dueBits);

        const apartSums = sumsFor(given);
        prepared(denseWasmKernel).accumulate(values, 0, n, sparse.responsibilities, weights, apartSums);
        expect(bitsOf(apartSums)).toBe(bitsOf(dueSums));
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it("leaves out what is negligible to whoever prepares it, and nothing else", () => {
    const mixture = fixedMixture(3, 6, 2, 1.5);
    const { components: K } = mixture;
    const random = new Random(4);
    const values = Float64Array.from({ length: 3 * 500 }, () => 2 * random.normal());
    const shares = (negligible?: number): Expectation => {
      const out = emptyOut(500, K, false);
      wasmKernel.prepare(mixture.factors, negligible).expectation(values, 0, 500, out);
      return out;
    };
    const exact = shares();
    expect(shares(NEGLIGIBLE_NATS)).toEqual(exact);
    const coarse = shares(5);
    const least = Math.exp(-5) / K;
    let left = 0;
    for (let i = 0; i < 500; i++) {
      const of = exact.responsibilities.subarray(i * K, (i + 1) * K);
      const largest = Math.max(...of);
      for (let k = 0; k < K; k++) {
        const isOut = of[k]! / largest < least;
        if (isOut) left++;
        expect(coarse.responsibilities[i * K + k] === 0).toBe(isOut);
      }
      const lost = exact.logDensity[i]! - coarse.logDensity[i]!;
      expect(lost).toBeGreaterThanOrEqual(0);
      expect(lost).toBeLessThan(Math.exp(-5));
    }
    expect(left).toBeGreaterThan(500);
  });
});
