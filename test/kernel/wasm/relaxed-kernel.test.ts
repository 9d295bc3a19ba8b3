import { describe, expect, it } from "vitest";
import { fit } from "../../../src/em/fit.js";
import type { Expectation } from "../../../src/kernel/kernel.js";
import { referenceKernel } from "../../../src/kernel/reference/reference-kernel.js";
import { hasRelaxedKernel, relaxedKernel } from "../../../src/kernel/wasm/relaxed-kernel.js";
import { Learner } from "../../../src/learning/learner.js";
import { emptySums } from "../../../src/statistics/sums.js";
import { D8K8, fixedMixture, sample } from "../../support/fixed-mixtures.js";
import { gap } from "../../support/oracles.js";

describe.skipIf(!hasRelaxedKernel())("the relaxed kernel", () => {
  it("agrees with the reference up to rounding", () => {
    for (const [D, K, spread] of [
      [1, 3, 2],
      [2, 8, 5],
      [7, 5, 1],
      [8, 16, 5],
      [32, 6, 0.5],
    ] as const) {
      const mixture = fixedMixture(D, K, 7, spread);
      const { values, count: n } = sample(mixture, 3000, 7);
      const [found, due] = [relaxedKernel, referenceKernel].map((kernel) => {
        const out: Expectation = { responsibilities: new Float64Array(n * K), logDensity: new Float64Array(n) };
        const sums = emptySums(K, D, "full", mixture.means);
        mixture.evaluator(kernel).learn(values, 0, n, undefined, out, sums);
        return { out, sums };
      });
      expect(gap(found!.out.logDensity, due!.out.logDensity)).toBeLessThan(1e-12);
      expect(gap(found!.out.responsibilities, due!.out.responsibilities)).toBeLessThan(1e-11);
      expect(gap(found!.sums.count, due!.sums.count)).toBeLessThan(1e-11);
      expect(gap(found!.sums.first, due!.sums.first)).toBeLessThan(1e-10);
    }
  });

  it("fits as well", () => {
    const data = sample(D8K8, 4000, 3);
    const options = { components: 8, restarts: 2, tolerance: 1e-9 };
    const relaxed = fit(data, { ...options, kernel: relaxedKernel });
    expect(relaxed.logLikelihood.mean).toBeCloseTo(fit(data, options).logLikelihood.mean, 6);
  });

  it("leaves a state that no other kernel goes on with", () => {
    const learner = new Learner({ dimensions: 8, components: 8 }, relaxedKernel);
    learner.learn(sample(D8K8, 2000, 1));
    const bytes = learner.toBytes();
    expect(() => Learner.fromBytes(bytes)).toThrow(/relaxed arithmetic/);
    expect(Learner.fromBytes(bytes, { kernel: relaxedKernel }).points).toBe(2000);
  });
});

describe.skipIf(hasRelaxedKernel())("an engine without relaxed SIMD", () => {
  it("says so", () => {
    const mixture = fixedMixture(2, 3, 1, 1);
    expect(() => mixture.evaluator(relaxedKernel)).toThrow(/no WebAssembly for the relaxed build.*default kernel/);
  });
});
