import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Adwin, type AdwinOptions } from "../../src/drift/adwin.js";
import type { Change } from "../../src/drift/change.js";
import { Random } from "../../src/random/random.js";
import { meanOf, NaiveAdwin, type NaiveOptions } from "./naive-adwin.js";

/** Uniform in [0, 1) with the given mean shifts: stretches of a length and a level between 0 and 1. */
const stretches = fc.array(fc.tuple(fc.integer({ min: 1, max: 120 }), fc.double({ min: 0, max: 1, noNaN: true })), {
  minLength: 1,
  maxLength: 4,
});

function streamOf(levels: readonly (readonly [number, number])[], seed: number): number[] {
  const random = new Random(seed);
  return levels.flatMap(([length, level]) => Array.from({ length }, () => 0.5 * level + 0.5 * random.uniform()));
}

function normals(count: number, seed: number, mean = 0): number[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => mean + random.normal());
}

/** Number of the value, from 1, that first made an alarm, and the alarm. */
function firstAlarm(adwin: Adwin, values: readonly number[]): (Change & { readonly at: number }) | undefined {
  for (const [i, value] of values.entries()) {
    const change = adwin.add(value);
    if (change !== undefined) return { ...change, at: i + 1 };
  }
  return undefined;
}

describe("ADWIN does what one that keeps all values does", () => {
  const options = fc.record({
    delta: fc.constantFrom(0.002, 0.1, 0.9),
    clock: fc.constantFrom(1, 3, 32),
    buckets: fc.constantFrom(1, 2, 5, 1000),
    range: fc.constantFrom(1, 0.1),
    tolerance: fc.constantFrom(0, 0.05),
  });

  function agree(options: NaiveOptions, values: readonly number[]): number {
    const adwin = new Adwin(options);
    const naive = new NaiveAdwin(options);
    let cuts = 0;
    for (const value of values) {
      const [change, expected] = [adwin.add(value), naive.add(value)];
      expect(change?.since).toBe(expected?.since);
      if (expected !== undefined) expect(change!.rise).toBeCloseTo(expected.rise, 12);
      if (expected !== undefined) cuts++;
      expect(adwin.width).toBe(naive.values.length);
    }
    expect(adwin.mean).toBeCloseTo(meanOf(naive.values), 12);
    expect(adwin.variance).toBeCloseTo(meanOf(naive.values.map((x) => (x - adwin.mean) ** 2)), 12);
    return cuts;
  }

  it("the same cuts at the same time, the same window: for all options, at every cut (ADWIN0) and between buckets", () => {
    let cuts = 0;
    fc.assert(
      fc.property(options, stretches, fc.nat(1000), (given, levels, seed) => {
        cuts += agree(given, streamOf(levels, seed));
      }),
      { numRuns: 150, seed: 3 },
    );
    expect(cuts).toBeGreaterThan(40);
  });
});

describe("a window as long as its mean stays the same", () => {
  it("grows while it does: 5,000 values in a few dozen buckets", () => {
    const adwin = new Adwin({ range: 6 });
    expect(firstAlarm(adwin, normals(5000, 1))).toBeUndefined();
    expect(adwin.width).toBe(5000);
    expect(adwin.toState().length).toBeLessThan(150);
  });

  it("is cut to about what follows a step, which it dates", () => {
    for (let seed = 1; seed <= 10; seed++) {
      const adwin = new Adwin({ range: 6 });
      const alarm = firstAlarm(adwin, [...normals(2000, seed), ...normals(300, seed + 100, 2)]);
      expect(alarm).toBeDefined();
      expect(alarm!.at - 2000).toBeGreaterThan(0);
      expect(alarm!.at - 2000).toBeLessThanOrEqual(96);
      expect(Math.abs(alarm!.since - (alarm!.at - 2000))).toBeLessThanOrEqual(16);
      expect(alarm!.rise).toBeGreaterThan(1.3);
      expect(adwin.width).toBeLessThan(300);
    }
  });

  it("δ = .002 bounds false alarms: fewer than 2 in 1,000 streams of 500 coin tosses", () => {
    const random = new Random(5);
    let alarms = 0;
    for (let stream = 0; stream < 1000; stream++)
      if (
        firstAlarm(
          new Adwin(),
          Array.from({ length: 500 }, () => random.below(2)),
        )
      )
        alarms++;
    expect(alarms).toBeLessThan(2);
  });

  it("does not mind an offset of 1e8", () => {
    const values = [...normals(1000, 1), ...normals(300, 2, 1)];
    const plain = firstAlarm(new Adwin({ range: 6 }), values)!;
    const far = firstAlarm(
      new Adwin({ range: 6 }),
      values.map((x) => x + 1e8),
    )!;
    expect([far.at, far.since]).toEqual([plain.at, plain.since]);
    expect(far.rise).toBeCloseTo(plain.rise, 6);
  });

  it("sees falls as it sees rises", () => {
    const values = [...normals(1000, 1), ...normals(300, 2, 1)];
    const up = firstAlarm(new Adwin({ range: 6 }), values)!;
    const down = firstAlarm(
      new Adwin({ range: 6 }),
      values.map((x) => -x),
    )!;
    expect(up.rise).toBeGreaterThan(0.5);
    expect(down).toEqual({ ...up, rise: -up.rise });
  });

  it("constant values never cut it", () => {
    const adwin = new Adwin({ clock: 1, range: 1e-3 });
    expect(firstAlarm(adwin, new Array(3000).fill(0.1))).toBeUndefined();
    expect([adwin.width, adwin.mean]).toEqual([3000, expect.closeTo(0.1, 12)]);
  });
});

describe("options", () => {
  it("tolerance: a smaller difference is none, however long it lasts", () => {
    const small = [...normals(20_000, 1), ...normals(20_000, 2, 0.15)];
    expect(firstAlarm(new Adwin({ range: 6 }), small)).toBeDefined();
    expect(firstAlarm(new Adwin({ range: 6, tolerance: 0.2 }), small)).toBeUndefined();
  });

  it.each<AdwinOptions>([
    { delta: 0 },
    { delta: 1 },
    { delta: Number.NaN },
    { clock: 0 },
    { clock: 1.5 },
    { buckets: 0 },
    { range: 0 },
    { range: Infinity },
    { tolerance: -1 },
  ])("refuses %o and names it", (options) => {
    const [name, value] = Object.entries(options)[0]!;
    expect(() => new Adwin(options)).toThrow(RangeError);
    expect(() => new Adwin(options)).toThrow(`${name} is ${value}`);
  });

  it.each([Number.NaN, Infinity, -Infinity])("refuses the value %d", (value) => {
    expect(() => new Adwin().add(value)).toThrow(RangeError);
  });
});

describe("the likeliest change", () => {
  it("is where the means of the halves of the window differ the most for their lengths, significant or not", () => {
    const values = normals(60, 9);
    const adwin = new Adwin({ buckets: 100, range: 100 });
    expect(adwin.likeliestChange).toBeUndefined();
    adwin.add(values[0]!);
    expect(adwin.likeliestChange).toBeUndefined();
    for (const value of values.slice(1)) expect(adwin.add(value)).toBeUndefined();
    const cuts = values.slice(1).map((_, i) => {
      const since = i + 1;
      const rise = meanOf(values.slice(60 - since)) - meanOf(values.slice(0, 60 - since));
      return { since, rise, likelihood: (rise * rise * since * (60 - since)) / 60 };
    });
    const { since, rise } = cuts.reduce((a, b) => (b.likelihood > a.likelihood ? b : a));
    expect(adwin.likeliestChange).toEqual({ since, rise: expect.closeTo(rise, 12) });
  });
});

describe("state", () => {
  const options: AdwinOptions = { range: 6, clock: 7 };

  it("continues bit for bit from anywhere", () => {
    const values = [...normals(700, 1), ...normals(200, 2, 1.5), ...normals(300, 3)];
    const straight = new Adwin(options);
    let restored = new Adwin(options);
    for (const [i, value] of values.entries()) {
      if (i % 13 === 0) restored = Adwin.fromState(Float64Array.from(restored.toState()), options);
      expect(restored.add(value)).toEqual(straight.add(value));
    }
    expect(restored.toState()).toEqual(straight.toState());
  });

  const state = () => {
    const adwin = new Adwin(options);
    for (const value of normals(40, 1)) adwin.add(value);
    return adwin.toState();
  };

  it.each<[string, (state: number[]) => number[]]>([
    ["nothing", () => []],
    ["a test that is overdue", ([, ...rest]) => [7, ...rest]],
    ["part of a value since the test", ([, ...rest]) => [0.5, ...rest]],
    ["no rows", ([since, , ...rest]) => [since!, 0, ...rest]],
    ["more rows than there are numbers", ([since, , ...rest]) => [since!, 30, ...rest].slice(0, 12)],
    ["too many rows", ([since]) => [since!, 31, ...new Array(31).fill(0)]],
    ["too many buckets of a size", ([since, rows, , ...rest]) => [since!, rows!, 6, ...rest]],
    ["a negative number of buckets", ([since, rows, , ...rest]) => [since!, rows!, -1, ...rest]],
    ["a bucket too few", (s) => s.slice(0, -2)],
    ["a number too many", (s) => [...s, 0]],
    ["a mean that is none", (s) => s.with(-2, Number.NaN)],
    ["a negative scatter", (s) => s.with(-1, -1)],
  ])("refuses %s", (_, spoil) => {
    expect(() => Adwin.fromState(state(), options)).not.toThrow();
    expect(() => Adwin.fromState(spoil(state()), options)).toThrow(RangeError);
  });
});
