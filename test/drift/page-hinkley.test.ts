import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PageHinkley, type PageHinkleyOptions } from "../../src/drift/page-hinkley.js";
import { Random } from "../../src/random/random.js";

/** The first alarm by the definition: U_n = Σ (x_i − δ), min U and where it was (the last place), over all of the past. */
function byDefinition(values: readonly number[], delta: number, lambda: number) {
  const sums = [0];
  for (const [i, value] of values.entries()) {
    sums.push(sums[i]! + (value - delta));
    const least = Math.min(...sums);
    const since = sums.length - 1 - sums.lastIndexOf(least);
    if (sums[i + 1]! - least > lambda) return { at: i + 1, since, rise: (sums[i + 1]! - least) / since + delta };
  }
  return undefined;
}

function firstAlarm(detector: PageHinkley, values: Iterable<number>) {
  let at = 0;
  for (const value of values) {
    at++;
    const change = detector.add(value);
    if (change !== undefined) return { at, ...change };
  }
  return undefined;
}

function* normals(seed: number, count: number, mean = 0): Generator<number> {
  const random = new Random(seed);
  for (let i = 0; i < count; i++) yield mean + random.normal();
}

describe("Page–Hinkley", () => {
  it("alarms when its definition does, and dates the change by the minimum", () => {
    // Whole numbers of eighths: sums are exact, whatever their order.
    const eighths = fc.array(fc.integer({ min: -20, max: 24 }), { maxLength: 200 });
    let alarms = 0;
    fc.assert(
      fc.property(eighths, fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 60 }), (xs, delta, lambda) => {
        const values = xs.map((x) => x / 8);
        const expected = byDefinition(values, delta / 8, lambda / 8);
        if (expected !== undefined) alarms++;
        expect(firstAlarm(new PageHinkley({ delta: delta / 8, lambda: lambda / 8 }), values)).toEqual(expected);
      }),
      { numRuns: 500, seed: 2 },
    );
    expect(alarms).toBeGreaterThan(100);
  });

  it("is silent on 300,000 standard normal values, and while they fall", () => {
    expect(firstAlarm(new PageHinkley(), normals(1, 300_000))).toBeUndefined();
    expect(firstAlarm(new PageHinkley(), normals(1, 10_000, -1))).toBeUndefined();
  });

  it("notices a rise Δ after about λ/(Δ − δ) values, and knows its size", () => {
    for (const [rise, delay] of [
      [1, 83],
      [0.5, 188],
    ] as const)
      for (let seed = 1; seed <= 10; seed++) {
        const detector = new PageHinkley();
        expect(firstAlarm(detector, normals(seed, 5000))).toBeUndefined();
        const alarm = firstAlarm(detector, normals(seed + 50, 2000, rise))!;
        expect(alarm.at).toBeGreaterThan(0.5 * delay);
        expect(alarm.at).toBeLessThan(1.6 * delay);
        expect(alarm.since).toBeGreaterThan(0.8 * alarm.at);
        expect(alarm.rise).toBeGreaterThan(0.4 * rise);
        expect(alarm.rise).toBeLessThan(1.5 * rise);
      }
  });

  it("starts over after an alarm", () => {
    const detector = new PageHinkley({ delta: 0, lambda: 1.5 });
    expect([1, 1, 1, 1].map((value) => detector.add(value)?.since)).toEqual([undefined, 2, undefined, 2]);
  });

  it.each<PageHinkleyOptions>([{ delta: -1 }, { delta: Number.NaN }, { lambda: 0 }, { lambda: Infinity }])(
    "refuses %o and names it",
    (options) => {
      const [name, value] = Object.entries(options)[0]!;
      expect(() => new PageHinkley(options)).toThrow(RangeError);
      expect(() => new PageHinkley(options)).toThrow(`${name} is ${value}`);
    },
  );

  it.each([Number.NaN, Infinity])("refuses the value %d", (value) => {
    expect(() => new PageHinkley().add(value)).toThrow(RangeError);
  });

  it("continues from its state bit for bit", () => {
    const straight = new PageHinkley();
    let restored = new PageHinkley();
    let alarms = 0;
    for (const value of [...normals(1, 500), ...normals(2, 300, 1)]) {
      restored = PageHinkley.fromState(Float64Array.from(restored.toState()));
      const change = straight.add(value);
      if (change !== undefined) alarms++;
      expect(restored.add(value)).toEqual(change);
      expect(restored.toState()).toEqual(straight.toState());
    }
    expect(alarms).toBe(3);
  });

  it.each([
    [[]],
    [[1]],
    [[1, 1, 1]],
    [[-1, 1]],
    [[76, 1]],
    [[Number.NaN, 1]],
    [[1, 0.5]],
    [[1, -1]],
    [[1, 0]],
    [[0, 1]],
  ])("refuses the state %j", (state) => {
    expect(() => PageHinkley.fromState(state)).toThrow(RangeError);
  });
});
