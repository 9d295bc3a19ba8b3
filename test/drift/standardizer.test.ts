import { describe, expect, it } from "vitest";
import { Standardizer, WINSOR } from "../../src/drift/standardizer.js";
import { Random } from "../../src/random/random.js";
import { meanOf } from "./naive-adwin.js";

const CALIBRATION = 128;

/** Scores of a Gaussian in `dimensions` dimensions: half of a χ². */
function scores(count: number, seed: number, dimensions = 4): number[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => {
    let sum = 0;
    for (let j = 0; j < dimensions; j++) sum += random.normal() ** 2;
    return sum / 2;
  });
}

function standardize(standardizer: Standardizer, values: readonly number[]) {
  const standard = [];
  for (const value of values) {
    const score = standardizer.add(value);
    if (score !== undefined) standard.push({ ...score });
  }
  return standard;
}

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((x) => (x - mean) ** 2)));
}

describe("standardised scores", () => {
  it("begin after the calibration, with mean 0 and deviation 1, uncorrelated, from the very first", () => {
    const begun = Array.from({ length: 200 }, (_, seed) => standardize(new Standardizer(), scores(400, seed + 1)));
    for (const standard of begun) expect(standard).toHaveLength(400 - CALIBRATION);
    for (const [from, to] of [
      [0, 50],
      [50, 272],
    ] as const) {
      const slice = begun.flatMap((standard) => standard.slice(from, to).map((score) => score.recent));
      expect(Math.abs(meanOf(slice))).toBeLessThan(3.5 / Math.sqrt(slice.length));
      expect(Math.abs(deviationOf(slice) - 1)).toBeLessThan(0.03);
    }
    // A mean that stands on few scores does not make the sums of what is left wander off: they vary as they should.
    const sums = begun.map((standard) => standard.reduce((sum, score) => sum + score.recent, 0) / Math.sqrt(272));
    expect(deviationOf(sums)).toBeGreaterThan(0.85);
    expect(deviationOf(sums)).toBeLessThan(1.15);
  });

  it.each([1, 2, 32])("are the same in every unit: %i dimensions, scores times 100 plus 7e6", (dimensions) => {
    const values = scores(2000, 1, dimensions);
    const plain = standardize(new Standardizer(), values);
    const moved = standardize(
      new Standardizer(),
      values.map((x) => 100 * x + 7e6),
    );
    for (const [i, score] of plain.entries()) {
      expect(moved[i]!.recent).toBeCloseTo(score.recent, 5);
      expect(moved[i]!.fixed).toBeCloseTo(score.fixed, 5);
    }
  });

  it("are cut off, so that 1 % of outliers at any distance hardly show, from the start or later", () => {
    const random = new Random(3);
    const clean = scores(50_000, 2);
    for (const far of [45_000, 1e300, Infinity, -Infinity]) {
      for (const from of [0, 20_000]) {
        const values = clean.map((x, i) => (i >= from && random.uniform() < 0.01 ? far : x));
        const recent = standardize(new Standardizer(), values).map((score) => score.recent);
        expect(recent.every((score) => Math.abs(score) <= WINSOR)).toBe(true);
        expect(Math.abs(meanOf(recent.slice(20_000)))).toBeLessThan(0.02 * WINSOR);
        expect(Math.abs(deviationOf(recent.slice(20_000)) - 1)).toBeLessThan(0.1);
      }
    }
  });

  it("follow a new level within some 20,000 scores; in the units of the calibration it stays", () => {
    const standard = standardize(new Standardizer(), [...scores(20_000, 1), ...scores(60_000, 2).map((x) => x + 1)]);
    const last = standard.slice(-1000);
    expect(Math.abs(meanOf(last.map((score) => score.recent)))).toBeLessThan(0.2);
    expect(meanOf(last.map((score) => score.fixed))).toBeGreaterThan(0.5);
    const early = standard.slice(20_000, 21_000).map((score) => score.recent);
    expect(meanOf(early)).toBeGreaterThan(0.5);
  });

  it("of equal scores are 0, and no smaller deviation than .25 nats is believed", () => {
    const standardizer = new Standardizer();
    for (const score of standardize(standardizer, new Array(500).fill(3)))
      expect(score).toEqual({ recent: 0, fixed: 0 });
    expect(standardizer.add(3.025)!.recent).toBeCloseTo(0.1, 10);
    expect(standardizer.add(4)!.recent).toBe(WINSOR);
  });

  it("stay numbers when every score of the calibration is infinite", () => {
    const standard = standardize(new Standardizer(), [...new Array(200).fill(Infinity), ...scores(100, 1)]);
    expect(standard).toHaveLength(300 - CALIBRATION);
    expect(standard.every((score) => Math.abs(score.recent) <= WINSOR)).toBe(true);
  });

  it("NaN is no score", () => {
    expect(() => new Standardizer().add(Number.NaN)).toThrow(RangeError);
  });
});

describe("state", () => {
  it("continues bit for bit from anywhere", () => {
    const straight = new Standardizer();
    let restored = new Standardizer();
    for (const [i, score] of [...scores(400, 1), Infinity, ...scores(30_000, 2)].entries()) {
      if (i < 500 || i % 1000 === 0) restored = Standardizer.fromState(Float64Array.from(restored.toState()));
      const [expected, got] = [straight.add(score), restored.add(score)];
      if (expected?.recent !== got?.recent || expected?.fixed !== got?.fixed) expect(got).toEqual(expected);
    }
    expect(restored.toState()).toEqual(straight.toState());
  });

  it.each<[string, number[]]>([
    ["nothing", []],
    ["a NaN", [0, Number.NaN]],
    ["a calibration that should be over", [0, ...new Array(CALIBRATION).fill(1)]],
    ["fewer scores than the calibration has", [CALIBRATION - 1, 0, 1, 0, 1]],
    ["more scores than it remembers", [20_001, 0, 1, 0, 1]],
    ["part of a score", [200.5, 0, 1, 0, 1]],
    ["a number too few", [200, 0, 1, 0]],
    ["a number too many", [200, 0, 1, 0, 1, 0]],
    ["a negative variance", [200, 0, -1, 0, 1]],
    ["a first deviation too small to be believed", [200, 0, 1, 0, 0.2]],
  ])("refuses %s", (_, state) => {
    expect(() => Standardizer.fromState(state)).toThrow(RangeError);
  });
});
