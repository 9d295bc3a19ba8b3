import { describe, expect, it } from "vitest";
import { Mixture } from "../../src/mixture/mixture.js";
import { labelOf } from "../../src/rx/label-of.js";

const mixture = new Mixture({
  covarianceType: "spherical",
  weights: [0.5, 0.5],
  means: [0, 0, 5, 5],
  covariances: [1, 0, 0, 1, 1, 0, 0, 1],
  ids: [3, 8],
});
const columns = {
  component: Int32Array.of(3, 8, 8, 3),
  logDensity: Float64Array.of(-1, -2, -30, -31),
  anomalyScore: Float64Array.of(0.5, 1, 9, 9.5),
  responsibilities: Float64Array.of(1, 0, 0.2, 0.8, 0, 1, 1, 0),
};
const calibrated = {
  ...columns,
  pValue: Float64Array.of(Number.NaN, 0.4, 0.001, 0.0005),
  flagged: Uint8Array.of(0, 0, 1, 1),
  explanations: new Map([
    [2, { nearest: 8, mahalanobisSquared: 49, logPValue: -24.5, shares: Float64Array.of(0.995, 0.005) }],
  ]),
};
const by = { mixture, version: 7, warmup: false };
const anomalies = (of: Parameters<typeof labelOf>[0], names?: readonly string[]) =>
  [0, 1, 2, 3].map((i) => labelOf(of, i, 2 * i, by, { minimum: 0.001, names }).anomaly);

describe("labelOf", () => {
  it("says nothing but the score of what no learner has calibrated", () => {
    expect(anomalies(columns)).toEqual([{ score: 0.5 }, { score: 1 }, { score: 9 }, { score: 9.5 }]);
  });

  it("says how unusual a value is once that is calibrated, and why where it is flagged", () => {
    const nearest = { component: 8, distance: 7, logPValue: -24.5 };
    expect(anomalies(calibrated, ["ms", "bytes"])).toEqual([
      { score: 0.5 },
      { score: 1, pValue: 0.4, flagged: false },
      { score: 9, pValue: 0.001, flagged: true, why: { ms: 0.995 }, nearest },
      { score: 9.5, pValue: 0.0005, flagged: true },
    ]);
  });

  it("flags a value that has no p-value yet, where the threshold is a score", () => {
    const early = { ...calibrated, pValue: new Float64Array(4).fill(Number.NaN) };
    expect(anomalies(early)).toMatchObject([
      { score: 0.5 },
      { score: 1 },
      { flagged: true, why: { x1: 0.995 } },
      { flagged: true },
    ]);
    expect(anomalies(early).map((anomaly) => "pValue" in anomaly || anomaly.flagged === false)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it("calls features without a name x1, x2, …", () => {
    expect(anomalies(calibrated)[2]?.why).toEqual({ x1: 0.995 });
    expect(anomalies(calibrated, ["ms"])[2]?.why).toEqual({ ms: 0.995 });
    const shares = Float64Array.of(0.25, 0.75);
    const explanations = new Map([[2, { ...calibrated.explanations.get(2)!, shares }]]);
    expect(anomalies({ ...calibrated, explanations }, ["ms"])[2]?.why).toEqual({ ms: 0.25, x2: 0.75 });
  });
});
