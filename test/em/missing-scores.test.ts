import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Kernel, REFERENCE_ARITHMETIC } from "../../src/kernel/kernel.js";
import { referenceKernel } from "../../src/kernel/reference/reference-kernel.js";
import { hasRelaxedKernel, relaxedKernel } from "../../src/kernel/wasm/relaxed-kernel.js";
import { denseWasmKernel, kernelOf, wasmKernel } from "../../src/kernel/wasm/wasm-kernel.js";
import { STRICT } from "../../src/kernel/wasm/workspace.js";
import { COVARIANCE_TYPES, type CovarianceType } from "../../src/mixture/covariance/covariance-type.js";
import { covarianceOf } from "../../src/mixture/covariance/covariances.js";
import { Mixture } from "../../src/mixture/mixture.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import { fixedMixture, sample } from "../support/fixed-mixtures.js";
import { marginalOf, withHoles } from "../support/missing.js";
import { flat, gap, mixtureFrom, type OracleParameters, oracle } from "../support/oracles.js";

const KERNELS: readonly (readonly [string, Kernel])[] = [
  referenceKernel,
  wasmKernel,
  denseWasmKernel,
  kernelOf("wasm, screening", STRICT, REFERENCE_ARITHMETIC, "always"),
  ...(hasRelaxedKernel() ? [relaxedKernel] : []),
].map((kernel) => [kernel.name, kernel]);

interface Missing extends OracleParameters {
  readonly n: number;
  readonly d: number;
  readonly points: (number | null)[][];
  readonly log_density: number[];
  readonly responsibilities: number[][];
}

describe.each(KERNELS)("points with holes under the %s kernel", (_, kernel) => {
  it("have the densities and responsibilities of scipy", () => {
    const golden = oracle<Missing>("missing");
    const batch = { count: golden.n, dimensions: golden.d, values: flat(golden.points) };
    const { logDensity, responsibilities } = mixtureFrom(golden, "full").score(batch, kernel);
    expect(gap(logDensity, golden.log_density)).toBeLessThan(1e-12);
    expect(gap(responsibilities, flat(golden.responsibilities))).toBeLessThan(1e-12);
  });

  it("are scored by the marginal distribution of what is observed, in the midst of complete points", () => {
    const cases = fc.record({
      type: fc.constantFrom(...COVARIANCE_TYPES),
      D: fc.integer({ min: 1, max: 5 }),
      K: fc.integer({ min: 1, max: 6 }),
      seed: fc.integer({ min: 1, max: 1000 }),
      share: fc.constantFrom(0.02, 0.5),
      count: fc.constantFrom(5, 300),
    });
    fc.assert(
      fc.property(cases, ({ type, D, K, seed, share, count }) => {
        const mixture = mixtureOf(type, D, K, seed);
        isMarginal(mixture, withHoles(sample(mixture, count, seed), share, seed), kernel);
      }),
      { numRuns: 40, seed: 8 },
    );
  });

  it("far away and many, where components are left out unseen", () => {
    const mixture = mixtureOf("full", 3, 12, 6);
    const near = sample(mixture, 4000, 6);
    const batch = withHoles({ ...near, values: near.values.map((x, e) => (e % 70 === 0 ? x + 1e6 : x)) }, 0.1, 6);
    isMarginal(mixture, batch, kernel);
  });

  it("without any coordinate are nowhere: density 1, responsibilities the weights, not unusual at all", () => {
    const mixture = mixtureOf("full", 3, 4, 2);
    const batch = { count: 2, dimensions: 3, values: new Float64Array(6).fill(Number.NaN) };
    const { logDensity, responsibilities, anomalyScore, mahalanobis } = mixture.score(batch, kernel);
    expect(gap(logDensity, [0, 0])).toBeLessThan(1e-15);
    expect(gap(responsibilities, [...mixture.weights, ...mixture.weights])).toBeLessThan(1e-15);
    expect(gap(anomalyScore, [0, 0])).toBeLessThan(1e-15);
    expect(mahalanobis.every((m) => m === 0)).toBe(true);
  });
});

function mixtureOf(covarianceType: CovarianceType, D: number, K: number, seed: number): Mixture {
  const { weights, means, covariances } = fixedMixture(D, K, seed, 2);
  const { structure, shared } = covarianceOf(covarianceType);
  const isSphere = covarianceType.endsWith("spherical");
  const entries = covariances.map((_, e) => {
    const [k, i, j] = [Math.floor(e / (D * D)), Math.floor(e / D) % D, e % D];
    if (structure === "diagonal" && i !== j) return 0;
    return covariances[(shared ? 0 : k * D * D) + (isSphere ? 0 : i * D + j)]!;
  });
  return new Mixture({ covarianceType, weights, means, covariances: entries });
}

/** Holds every point against the marginal mixture of the features that it has. */
function isMarginal(mixture: Mixture, batch: PointBatch, kernel: Kernel): void {
  const { dimensions: D, components: K } = mixture;
  const found = mixture.score(batch, kernel);
  // Where nobody asks for distances a kernel may leave components out early: the same bits.
  const brief = { responsibilities: new Float64Array(batch.count * K), logDensity: new Float64Array(batch.count) };
  mixture.evaluator(kernel).expectation(batch.values, 0, batch.count, brief);
  expect(brief).toEqual({ responsibilities: found.responsibilities, logDensity: found.logDensity });
  const marginals = new Map<string, Mixture>();
  for (let i = 0; i < batch.count; i++) {
    const point = batch.values.subarray(i * D, (i + 1) * D);
    const seen = [...point.keys()].filter((j) => !Number.isNaN(point[j]!));
    if (seen.length === 0) continue;
    const marginal = marginals.get(seen.join()) ?? marginalOf(mixture, seen);
    marginals.set(seen.join(), marginal);
    const values = Float64Array.from(seen, (j) => point[j]!);
    const due = marginal.score({ count: 1, dimensions: seen.length, values }, referenceKernel);
    const row = <T extends Float64Array>(array: T) => array.subarray(i * K, (i + 1) * K);
    expect(gap([found.logDensity[i]!], due.logDensity)).toBeLessThan(1e-10);
    expect(gap(row(found.responsibilities), due.responsibilities)).toBeLessThan(1e-9);
    expect(gap(row(found.mahalanobis), due.mahalanobis)).toBeLessThan(1e-10);
    expect(gap([found.anomalyScore[i]!], due.anomalyScore)).toBeLessThan(1e-10);
  }
}
