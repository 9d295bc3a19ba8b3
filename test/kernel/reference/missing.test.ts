import { describe, expect, it } from "vitest";
import { maximization } from "../../../src/em/m-step.js";
import { conditionalOf, expectedDeviation } from "../../../src/kernel/reference/conditional.js";
import { moments } from "../../../src/statistics/moments.js";
import { priorOf } from "../../../src/statistics/prior.js";
import { emptySums, toStatistics } from "../../../src/statistics/sums.js";
import { flat, gap, mixtureFrom, type OracleParameters, oracle } from "../../support/oracles.js";

interface Missing extends OracleParameters {
  k: number;
  d: number;
  n: number;
  points: (number | null)[][];
  component_log_density: number[][];
  log_density: number[];
  responsibilities: number[][];
  expected_x: number[][][];
  expected_xx: number[][][][];
  statistics: { s0: number[]; s1: number[][]; s2: number[][][]; mean: number[][]; scatter: number[][][] };
  log_likelihood: number;
  after_one_em_step: OracleParameters & { log_likelihood: number };
}

const golden = oracle<Missing>("missing");
const { k: K, d: D, n } = golden;
const values = flat(golden.points);
const batch = { count: n, dimensions: D, values };
const mixture = mixtureFrom(golden, "full");

describe("missing features, against scipy", () => {
  const scores = mixture.score(batch);

  it("marginal densities and responsibilities", () => {
    const observed = golden.points.map((p) => p.filter((v) => v !== null).length);
    const component = new Float64Array(n * K);
    for (let i = 0; i < n; i++) {
      const { o, m } = split(i);
      expect(o.length).toBe(observed[i]);
      for (let k = 0; k < K; k++)
        component[i * K + k] =
          conditionalOf(mixture.factors, k, o, m).logNormalizer - 0.5 * scores.mahalanobis[i * K + k]!;
    }
    expect(gap(component, flat(golden.component_log_density))).toBeLessThan(1e-12);
    expect(gap(scores.logDensity, flat(golden.log_density))).toBeLessThan(1e-12);
    expect(gap(scores.responsibilities, flat(golden.responsibilities))).toBeLessThan(1e-12);
  });

  it("conditional expectations of points and of their products", () => {
    const x = new Float64Array(n * K * D);
    const xx = new Float64Array(n * K * D * D);
    for (let i = 0; i < n; i++) for (let k = 0; k < K; k++) expectations(i, k, x, xx);
    expect(gap(x, flat(golden.expected_x))).toBeLessThan(1e-12);
    expect(gap(xx, flat(golden.expected_xx))).toBeLessThan(1e-12);
  });

  it("statistics, and the mixture after one EM step", () => {
    const sums = emptySums(K, D, "full", mixture.means);
    mixture.evaluator().accumulate(values, 0, n, scores.responsibilities, undefined, sums);
    const statistics = toStatistics(sums);
    expect(gap(statistics.count, golden.statistics.s0)).toBeLessThan(1e-12);
    expect(gap(statistics.mean, flat(golden.statistics.mean))).toBeLessThan(1e-12);
    expect(gap(statistics.scatter, flat(golden.statistics.scatter))).toBeLessThan(1e-12);

    const prior = priorOf("none", moments(batch), K, "full");
    const next = maximization(statistics, n, "full", prior, mixture).mixture;
    const expected = golden.after_one_em_step;
    expect(gap(next.weights, expected.weights)).toBeLessThan(1e-12);
    expect(gap(next.means, flat(expected.means))).toBeLessThan(1e-12);
    expect(gap(next.covariances, flat(expected.covariances))).toBeLessThan(1e-12);
    const total = next.logDensity(batch).reduce((a, b) => a + b, 0);
    expect(gap([total], [expected.log_likelihood])).toBeLessThan(1e-12);
  });
});

function split(i: number): { o: number[]; m: number[] } {
  const o: number[] = [];
  const m: number[] = [];
  golden.points[i]!.forEach((v, j) => (v === null ? m : o).push(j));
  return { o, m };
}

function expectations(i: number, k: number, x: Float64Array, xx: Float64Array): void {
  const { o, m } = split(i);
  const conditional = conditionalOf(mixture.factors, k, o, m);
  const deviation = new Float64Array(D);
  expectedDeviation(conditional, values, i * D, mixture.means, k * D, deviation);
  const at = (i * K + k) * D;
  for (let j = 0; j < D; j++) x[at + j] = mixture.means[k * D + j]! + deviation[j]!;
  for (let a = 0; a < D; a++) for (let b = 0; b < D; b++) xx[(at + a) * D + b] = x[at + a]! * x[at + b]!;
  m.forEach((a, p) => m.forEach((b, q) => (xx[(at + a) * D + b]! += conditional.covariance[p * m.length + q]!)));
}
