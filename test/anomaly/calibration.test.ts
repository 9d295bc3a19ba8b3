import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Calibration, HALF_WINDOW } from "../../src/anomaly/calibration.js";
import { massDepth, tailOf } from "../../src/anomaly/mass-depth.js";
import { Random } from "../../src/random/random.js";
import { draw, exactAtLeast, type StreamName } from "../support/score-streams.js";

/** The learner's mini-batch. */
const B = 100;
const NAMES: StreamName[] = ["normal", "cauchy", "exponential", "rounded", "lump"];

/** p-values of a whole stream: every mini-batch is judged by what came before it, then enters. */
function pValuesOf(scores: Float64Array, calibration = new Calibration(), rows = B): Float64Array {
  const out = new Float64Array(scores.length);
  for (let i = 0; i < scores.length; i += rows) {
    const count = Math.min(rows, scores.length - i);
    calibration.pValues(scores, i, count, out, i);
    calibration.add(scores, i, count);
  }
  return out;
}

/** Largest error of p-values relative to p(1 − p) and the steps of the window, against exact ranks in the window. */
function worst(scores: Float64Array, pValues: Float64Array, half: number): number {
  let largest = 0;
  for (let i = 0; i < scores.length; i += 37 * B) {
    const window = scores.slice(Math.max(0, (Math.floor(i / half) - 1) * half), i).sort();
    if (window.length < 1000) continue;
    for (let row = i; row < i + B; row++) {
      const exact = (1 + exactAtLeast(window, scores[row]!)) / (window.length + 1);
      const unit = 2 / (window.length + 1) + 0.06 * Math.min(exact, 1 - exact);
      largest = Math.max(largest, Math.abs(pValues[row]! - exact) / unit);
    }
  }
  return largest;
}

function shareBelow(pValues: Float64Array, level: number): number {
  const given = pValues.filter((p) => !Number.isNaN(p));
  return given.filter((p) => p < level).length / given.length;
}

/**
 * Mass depths of normal points whose scale doubles over the last 100,000, each under the variances that stepwise EM has
 * when its mini-batch begins.
 */
function depthsBeforeLearning(D: number, count: number): Float64Array {
  const random = new Random(D);
  const tail = tailOf(D);
  const depths = new Float64Array(count);
  const variances = new Float64Array(D).fill(1);
  const t0 = startingOffset(1000 / B, 0.85);
  for (let i = 0, t = 1; i < count; i += B, t++) {
    const squares = new Float64Array(D);
    for (let row = i; row < i + B; row++) {
      const scale = 1 + Math.max(0, row - (count - 100_000)) / 100_000;
      let distance = 0;
      for (let j = 0; j < D; j++) {
        const x = scale * random.normal();
        squares[j]! += (x * x) / B;
        distance += (x * x) / variances[j]!;
      }
      depths[row] = massDepth(Float64Array.of(1), Float64Array.of(distance), 0, tail);
    }
    const step = (t + t0) ** -0.85;
    for (let j = 0; j < D; j++) variances[j]! += step * (squares[j]! - variances[j]!);
  }
  return depths;
}

/** t0 of the step size (t + t0)^−α after a warm-up of so many mini-batches. */
function startingOffset(batches: number, exponent: number): number {
  return (batches + 1) ** (1 / exponent) - 1;
}

describe("p-values", () => {
  it.each(NAMES)("%s: are those of exact ranks in the window, within 6 % and two steps", (name) => {
    const scores = draw(name, 45_000, 31);
    expect(worst(scores, pValuesOf(scores), HALF_WINDOW)).toBeLessThan(1);
  });

  it.each([
    ["ascending", (scores: Float64Array) => scores.sort()],
    ["descending", (scores: Float64Array) => scores.sort().reverse()],
  ])("of a stream in %s order too", (_, order) => {
    const scores = order(draw("normal", 45_000, 37));
    expect(worst(scores, pValuesOf(scores), HALF_WINDOW)).toBeLessThan(1);
  });

  it.each(["normal", "cauchy", "exponential", "lump"] as const)(
    "%s: of 100,000 stationary points 1 ± .2 in a hundred are below .01, and 1 ± .5 in a thousand below .001",
    (name) => {
      for (const seed of [1, 2, 3]) {
        const pValues = pValuesOf(draw(name, 101_000, seed)).subarray(1000);
        expect(pValues.some(Number.isNaN)).toBe(false);
        expect(Math.abs(shareBelow(pValues, 0.01) - 0.01)).toBeLessThan(0.002);
        expect(Math.abs(shareBelow(pValues, 0.001) - 0.001)).toBeLessThan(0.0005);
        expect(Math.abs(shareBelow(pValues, 0.5) - 0.5)).toBeLessThan(0.01);
      }
    },
  );

  it("of discrete scores never promise too much", () => {
    const pValues = pValuesOf(draw("rounded", 101_000, 4)).subarray(1000);
    for (const level of [0.001, 0.01, 0.1]) expect(shareBelow(pValues, level)).toBeLessThan(level * 1.2);
  });

  it.each([
    // The window is 3,750 points old on average, 2.5 % of such a scale: the lighter the tail, the more that is.
    ["cauchy", 1.01],
    ["exponential", 1.11],
    ["normal", 1.19],
  ] as const)(
    "%s: of scores whose scale doubles over 100,000 points %s in a hundred are below .01",
    (name, expected) => {
      for (const seed of [1, 2, 3]) {
        const scores = draw(name, 110_000, seed).map((s, i) => Math.abs(s) * (1 + Math.max(0, i - 10_000) / 1e5));
        const share = shareBelow(pValuesOf(scores).subarray(10_000), 0.01);
        expect(Math.abs(100 * share - expected)).toBeLessThan(0.1);
      }
    },
  );

  it.each([2, 8])(
    "of points in %s dimensions whose scale doubles 1 ± .2 in a hundred are below .01, as the mixture follows",
    (D) => {
      const pValues = pValuesOf(depthsBeforeLearning(D, 110_000)).subarray(10_000);
      expect(Math.abs(100 * shareBelow(pValues, 0.01) - 1)).toBeLessThan(0.2);
    },
  );

  it("recover from a jump of the scale within two halves of the window", () => {
    const scores = draw("exponential", 60_000, 8).map((s, i) => (i < 20_000 ? s : 10 * s));
    const pValues = pValuesOf(scores);
    expect(shareBelow(pValues.subarray(20_000, 20_500), 0.01)).toBeGreaterThan(0.2);
    expect(Math.abs(shareBelow(pValues.subarray(40_000), 0.01) - 0.01)).toBeLessThan(0.004);
  });

  it("do not depend on units: bit for bit with powers of two", () => {
    const scores = draw("cauchy", 30_000, 9);
    for (const factor of [2 ** -300, 0.125, 2 ** 300])
      expect(pValuesOf(scores.map((s) => s * factor))).toEqual(pValuesOf(scores));
  });

  it("are NaN until calibrated, from the least number on there", () => {
    const calibration = new Calibration(50, 30);
    const scores = draw("normal", 100, 1);
    const out = new Float64Array(5).fill(7);
    calibration.add(scores, 0, 29);
    calibration.pValues(scores, 40, 3, out, 1);
    expect([...out]).toEqual([7, Number.NaN, Number.NaN, Number.NaN, 7]);
    expect([calibration.calibrated, calibration.count, calibration.scoreAt(0.1)]).toEqual([false, 29, Number.NaN]);
    calibration.add(scores, 29, 1);
    expect(calibration.calibrated).toBe(true);
    calibration.pValues(scores, 40, 3, out, 1);
    const sorted = scores.slice(0, 30).sort();
    expect([...out.subarray(1, 4)]).toEqual([40, 41, 42].map((i) => (1 + exactAtLeast(sorted, scores[i]!)) / 31));
  });

  it("come from the mini-batches that closed, however many rows are asked for at once", () => {
    const scores = draw("exponential", 20_000, 12);
    const whole = new Calibration();
    const pieces = new Calibration();
    const [a, b] = [new Float64Array(B), new Float64Array(B)];
    for (let i = 0; i < scores.length; i += B) {
      whole.pValues(scores, i, B, a, 0);
      for (let row = 0; row < B; row += 7) pieces.pValues(scores, i + row, Math.min(7, B - row), b, row);
      expect(b).toEqual(a);
      whole.add(scores, i, B);
      pieces.add(scores, i, B);
    }
    expect(pieces.toState()).toEqual(whole.toState());
  });

  it("rank infinite scores, and leave those out that are no number", () => {
    const scores = draw("normal", 2000, 3).map((s, i) => (i % 100 === 0 ? Infinity : i % 100 === 1 ? Number.NaN : s));
    const calibration = new Calibration();
    calibration.add(scores, 0, 2000);
    expect(calibration.count).toBe(1980);
    const out = new Float64Array(4);
    calibration.pValues(Float64Array.of(Infinity, 1e300, Number.NaN, -Infinity), 0, 4, out, 0);
    expect([...out]).toEqual([21 / 1981, 21 / 1981, Number.NaN, 1]);
  });
});

describe("the window", () => {
  it("turns when a half is full, exactly, in the middle of a mini-batch too", () => {
    const calibration = new Calibration(250, 10);
    const one = new Float64Array(1000).fill(1);
    const counts = Array.from({ length: 8 }, () => {
      calibration.add(one, 0, 100);
      return calibration.count;
    });
    expect(counts).toEqual([100, 200, 300, 400, 250, 350, 450, 300]);
    calibration.add(one, 0, 1000);
    expect(calibration.count).toBe(250 + 50);
  });

  it("forgets everything at a reset", () => {
    const calibration = new Calibration(100, 10);
    calibration.add(draw("normal", 150, 1), 0, 150);
    calibration.reset();
    expect([calibration.count, calibration.calibrated]).toEqual([0, false]);
    expect(calibration.toState()).toEqual(new Calibration(100, 10).toState());
  });
});

describe("scoreAt", () => {
  it.each(["normal", "rounded", "monstrous", "lump"] as const)(
    "%s: is the smallest score with that p-value",
    (name) => {
      const calibration = new Calibration(4000, 1000);
      calibration.add(draw(name, 6400, 6), 0, 6400);
      const pOf = (score: number) => {
        const out = new Float64Array(1);
        calibration.pValues(Float64Array.of(score), 0, 1, out, 0);
        return out[0]!;
      };
      for (const p of [0.0005, 0.001, 0.01, 0.05, 0.5, 0.99]) {
        const score = calibration.scoreAt(p);
        expect(pOf(score)).toBeLessThanOrEqual(p);
        expect(pOf(score - Math.abs(score) * 1e-15 - Number.MIN_VALUE)).toBeGreaterThan(p);
      }
      expect(calibration.scoreAt(1)).toBe(Number.NEGATIVE_INFINITY);
      expect(calibration.scoreAt(1 / 6402)).toBeNaN();
      expect(calibration.scoreAt(Number.NaN)).toBeNaN();
    },
  );
});

describe("a calibration's state", () => {
  it("restores bit for bit at any moment, in a few kilobytes", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3000 }),
        fc.integer({ min: 0, max: 3000 }),
        fc.nat(),
        (before, after, seed) => {
          const scores = draw("cauchy", before + after + 100, seed);
          const calibration = new Calibration(1000, 100);
          calibration.add(scores, 0, before);
          const restored = Calibration.fromState(Array.from(calibration.toState()));
          expect(restored.toState()).toEqual(calibration.toState());
          calibration.add(scores, before, after);
          restored.add(scores, before, after);
          expect(restored.toState()).toEqual(calibration.toState());
          const [a, b] = [new Float64Array(100), new Float64Array(100)];
          calibration.pValues(scores, before + after, 100, a, 0);
          restored.pValues(scores, before + after, 100, b, 0);
          expect(b).toEqual(a);
        },
      ),
      { numRuns: 50 },
    );
    const full = new Calibration();
    pValuesOf(draw("normal", 39_900, 1), full);
    expect(full.toState().byteLength).toBeLessThan(6000);
  });

  it.each([
    ["nothing", []],
    ["a head alone", [10_000, 1000]],
    ["digests cut off", [10_000, 1000, 3, 200, 0, 0, 200, 1, 0, 5]],
    ["a length beyond its end", [10_000, 1000, 99, 200, 0, 0, 200, 0, 0]],
    ["another window", [0, 1000, 3, 200, 0, 0, 200, 0, 0]],
  ])("is refused when it is not one: %s", (_, state) => {
    expect(() => Calibration.fromState(state)).toThrow(RangeError);
  });
});

describe("a calibration refuses", () => {
  it.each([0, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("halves of %s scores", (half) => {
    expect(() => new Calibration(half)).toThrow(new RegExp(`got ${half}: use 5000`));
  });

  it.each([
    [0, /got 0: use 500/],
    [501, /1 to 500 scores.*got 501: use 500/],
    [Number.NaN, /got NaN/],
  ])("to start after %s of 500", (least, message) => {
    expect(() => new Calibration(500, least)).toThrow(message);
  });
});
