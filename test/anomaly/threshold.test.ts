import { describe, expect, it } from "vitest";
import { Calibration } from "../../src/anomaly/calibration.js";
import {
  checkThreshold,
  DEFAULT_THRESHOLD,
  flaggedFrom,
  isFlagged,
  type Threshold,
} from "../../src/anomaly/threshold.js";

describe("isFlagged", () => {
  it("takes p-values at or below a rate or a p-value", () => {
    for (const threshold of [{ rate: 0.01 }, { pValue: 0.01 }]) {
      expect(isFlagged(threshold, 0.01, 0)).toBe(true);
      expect(isFlagged(threshold, 0.0099, 0)).toBe(true);
      expect(isFlagged(threshold, 0.0101, 1e300)).toBe(false);
    }
  });

  it("takes scores at or above a score, whatever the p-value", () => {
    expect(isFlagged({ score: 4 }, Number.NaN, 4)).toBe(true);
    expect(isFlagged({ score: 4 }, 1, Number.POSITIVE_INFINITY)).toBe(true);
    expect(isFlagged({ score: 4 }, 0.0001, 3.9)).toBe(false);
    expect(isFlagged({ score: -3 }, 1, -3)).toBe(true);
  });

  it("never flags what is not a number", () => {
    expect(isFlagged({ rate: 0.01 }, Number.NaN, 1e300)).toBe(false);
    expect(isFlagged({ pValue: 0.01 }, Number.NaN, 1e300)).toBe(false);
    expect(isFlagged({ score: 4 }, 0, Number.NaN)).toBe(false);
  });
});

describe("flaggedFrom", () => {
  it("is the smallest score that isFlagged lets through, under the same calibration", () => {
    const calibration = new Calibration();
    const scores = Float64Array.from({ length: 3000 }, (_, i) => Math.sqrt(i));
    calibration.add(scores, 0, scores.length);
    const p = new Float64Array(2);
    for (const threshold of [{ rate: 0.01 }, { pValue: 0.2 }]) {
      const from = flaggedFrom(threshold, calibration);
      const around = [from - 1e-9, from];
      calibration.pValues(Float64Array.from(around), 0, 2, p, 0);
      expect(around.map((score, i) => isFlagged(threshold, p[i]!, score))).toEqual([false, true]);
    }
  });

  it("is the score where the threshold is one, and NaN while there are no p-values", () => {
    expect(flaggedFrom({ score: -3 }, new Calibration())).toBe(-3);
    expect(flaggedFrom({ rate: 0.01 }, new Calibration())).toBeNaN();
  });
});

describe("checkThreshold", () => {
  it("returns what it was given, and 1 in 1,000 for nothing", () => {
    for (const threshold of [{ rate: 0.0003 }, { pValue: 0.9 }, { score: 0 }, { score: -3 }])
      expect(checkThreshold(threshold)).toBe(threshold);
    expect(checkThreshold()).toEqual({ rate: 0.001 });
    expect(checkThreshold()).toBe(DEFAULT_THRESHOLD);
  });

  it.each([
    [{ rate: 0 }, /rate .*between 0 and 1; got 0: use 0\.001/],
    [{ rate: 1 }, /rate .*got 1: use 0\.001/],
    [{ rate: -0.1 }, /got -0\.1/],
    [{ rate: Number.NaN }, /got NaN/],
    [{ rate: "0.1" }, /got 0\.1/],
    [{ pValue: 2 }, /p-value .*got 2/],
    [{ pValue: 0.00001 }, /p-value of 0\.00001 is below 1 in 5001.*use 0\.001 or more, or { score }/],
    [{ rate: 0.00009 }, /rate of 0\.00009 is below/],
    [{ score: Number.NaN }, /score .*got NaN: use { rate }/],
    [{ score: "4" }, /score .*got 4/],
    [{}, /exactly one .*got none: use { rate: 0\.001 }/],
    [{ rate: 0.01, score: 3 }, /exactly one .*got rate, score/],
    [{ quantile: 0.99 }, /exactly one .*got quantile/],
  ] as const)("refuses %o", (threshold, message) => {
    const check = () => checkThreshold(threshold as unknown as Threshold);
    expect(check).toThrow(RangeError);
    expect(check).toThrow(message);
  });
});
