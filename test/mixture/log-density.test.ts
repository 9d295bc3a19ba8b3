import { describe, expect, it } from "vitest";
import { points } from "../../src/mixture/point-batch.js";
import { flat, gap, mixtureFrom, type OracleParameters, oracle } from "../support/oracles.js";

interface Case extends OracleParameters {
  name: string;
  group: "grid" | "far" | "translated" | "ill_conditioned";
  covariance_type: string;
  k: number;
  points: number[][];
  exact: { component_log_density: number[][]; log_density: number[]; responsibilities: number[][] };
}

const { cases } = oracle<{ cases: Case[] }>("log_density");

describe("log densities and responsibilities against 60-digit arithmetic", () => {
  it.each(cases.map((c) => [c.name, c] as const))("%s", (_, c) => {
    const tolerance = c.group === "ill_conditioned" ? 1e-6 : 1e-12;
    const mixture = mixtureFrom(c, c.covariance_type);
    const scores = mixture.score(points(c.points));
    const component = scores.mahalanobis.map((m, e) => mixture.factors.logNormalizer[e % c.k]! - 0.5 * m);
    expect(gap(component, flat(c.exact.component_log_density))).toBeLessThan(tolerance);
    expect(gap(scores.logDensity, flat(c.exact.log_density))).toBeLessThan(tolerance);
    expect(gap(scores.responsibilities, flat(c.exact.responsibilities))).toBeLessThan(tolerance);
    for (let i = 0; i < scores.count; i++) {
      const row = scores.responsibilities.subarray(i * c.k, (i + 1) * c.k);
      expect(Math.abs(row.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(1e-14);
    }
  });
});
