import { describe, expect, it } from "vitest";
import { type DriftAlarm, DriftMonitor } from "../../src/drift/drift-monitor.js";
import { Random } from "../../src/random/random.js";

const CALIBRATION = 128;

/** Scores of a Gaussian in 4 dimensions, half of a χ² with mean 2 and deviation √2, that lie `rise` deviations higher. */
function scores(count: number, seed: number, rise = 0): number[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => {
    let sum = 2 * Math.SQRT2 * rise;
    for (let j = 0; j < 4; j++) sum += random.normal() ** 2;
    return sum / 2;
  });
}

/** All alarms, each with the number of scores up to it. */
function alarmsOf(monitor: DriftMonitor, values: Iterable<number>): (DriftAlarm & { readonly at: number })[] {
  const alarms = [];
  let at = 0;
  for (const value of values) {
    at++;
    const alarm = monitor.add(value);
    if (alarm !== undefined) alarms.push({ ...alarm, at });
  }
  return alarms;
}

describe("a drift monitor", () => {
  it("notices a rise, says how long ago it began and how large it is", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const [alarm] = alarmsOf(new DriftMonitor(), [...scores(3000, seed), ...scores(400, seed + 100, 1)]);
      expect(alarm!.at).toBeGreaterThan(3030);
      expect(alarm!.at).toBeLessThan(3150);
      expect(Math.abs(alarm!.since - (alarm!.at - 3000))).toBeLessThan(60);
      expect(alarm!.rise).toBeGreaterThan(0.5);
      expect(alarm!.rise).toBeLessThan(1.5);
    }
  });

  it("leaves large rises to Page–Hinkley; ADWIN notices slow ones that the running mean follows", () => {
    const [sudden] = alarmsOf(new DriftMonitor(), [...scores(3000, 1), ...scores(400, 2, 1)]);
    expect(sudden!.detector).toBe("page-hinkley");
    const random = new Random(5);
    const slow = Array.from({ length: 150_000 }, (_, i) => random.normal() + Math.max(0, (i - 50_000) / 300_000));
    const [alarm] = alarmsOf(new DriftMonitor(), slow);
    expect(alarm!.detector).toBe("adwin");
    expect(alarm!.at).toBeGreaterThan(60_000);
  });

  it("does not react to falls, large or small", () => {
    for (const fall of [0.3, 1, 30])
      expect(alarmsOf(new DriftMonitor(), [...scores(3000, 1), ...scores(3000, 2, -fall)])).toEqual([]);
  });

  it("is silent on 1 % of outliers at any distance, from the start or later, and when everything is the same", () => {
    const random = new Random(7);
    for (const far of [45_000, Infinity])
      for (const from of [0, 5000])
        for (let seed = 1; seed <= 5; seed++) {
          const values = scores(30_000, seed).map((x, i) => (i >= from && random.uniform() < 0.01 ? far : x));
          expect(alarmsOf(new DriftMonitor(), values)).toEqual([]);
        }
    expect(alarmsOf(new DriftMonitor(), new Array(3000).fill(-4.2))).toEqual([]);
  });

  it("is silent where nearly all scores are the same and learning moves them a little", () => {
    const values = scores(20_000, 1).map((x, i) => (i % 100 === 0 ? 1000 : 0.01 * x + 0.02 * ((i >> 11) % 2)));
    expect(alarmsOf(new DriftMonitor(), values)).toEqual([]);
  });

  it("does not depend on the unit and the origin of scores", () => {
    const values = [...scores(2000, 1), ...scores(300, 2, 1.5)];
    const plain = alarmsOf(new DriftMonitor(), values);
    const moved = alarmsOf(
      new DriftMonitor(),
      values.map((x) => 8 * x - 4096),
    );
    expect(plain).toHaveLength(1);
    expect(moved.map(({ at, since }) => [at, since])).toEqual(plain.map(({ at, since }) => [at, since]));
  });

  it("starts over after an alarm: a level that stays is the normal one, a further rise alarms again", () => {
    const values = [...scores(2000, 1), ...scores(3000, 2, 1.5), ...scores(3000, 3, 3)];
    const alarms = alarmsOf(new DriftMonitor(), values);
    expect(alarms).toHaveLength(2);
    expect(alarms[0]!.at).toBeGreaterThan(2000);
    expect(alarms[0]!.at).toBeLessThan(2150);
    expect(alarms[1]!.at).toBeGreaterThan(5000);
    expect(alarms[1]!.at).toBeLessThan(5150);
  });

  it("is new after a reset", () => {
    const monitor = new DriftMonitor();
    for (const score of scores(2000, 1)) monitor.add(score);
    monitor.reset();
    expect(monitor.toState()).toEqual(new DriftMonitor().toState());
    expect(alarmsOf(monitor, scores(3000, 2, 2))).toEqual([]);
  });

  it.each([Infinity, 1e6])("is not blind after a glitch of %d that it took for the normal level", (glitch) => {
    const values = [...new Array(CALIBRATION).fill(glitch), ...scores(1000, 1), ...scores(300, 2, 1)];
    const alarms = alarmsOf(new DriftMonitor(), values);
    expect(alarms).toHaveLength(1);
    expect(alarms[0]!.at).toBeGreaterThan(CALIBRATION + 1000);
    expect(Math.abs(alarms[0]!.since - (alarms[0]!.at - CALIBRATION - 1000))).toBeLessThan(60);
  });

  it("is silent during calibration, whatever comes", () => {
    const values = scores(CALIBRATION, 1).map((x, i) => x + i);
    expect(alarmsOf(new DriftMonitor(), values)).toEqual([]);
  });

  it("NaN is no score", () => {
    expect(() => new DriftMonitor().add(Number.NaN)).toThrow(RangeError);
  });
});

describe("state", () => {
  it("continues bit for bit from anywhere, and stays small", () => {
    const straight = new DriftMonitor();
    let restored = new DriftMonitor();
    let alarms = 0;
    const values = [...scores(1500, 1), ...scores(700, 2, 1), ...scores(20_000, 3, 0.5), ...scores(400, 4, 2)];
    for (const [i, score] of values.entries()) {
      if (i < 2500 ? i % 7 === 0 : i % 1000 === 0) restored = DriftMonitor.fromState(restored.toState());
      const [expected, got] = [straight.add(score), restored.add(score)];
      if (expected !== undefined) alarms++;
      if (expected !== undefined || got !== undefined) expect(got).toEqual(expected);
      if (i % 100 === 0) expect(straight.toState().length).toBeLessThanOrEqual(231);
    }
    expect(alarms).toBeGreaterThanOrEqual(2);
    expect(restored.toState()).toEqual(straight.toState());
  });

  const state = (): number[] => {
    const monitor = new DriftMonitor();
    for (const score of scores(500, 1)) monitor.add(score);
    return [...monitor.toState()];
  };

  it.each<[string, (state: number[]) => number[]]>([
    ["nothing", () => []],
    ["another format", (s) => s.with(0, 2)],
    ["a length that is none", (s) => s.with(1, 0)],
    ["a length beyond the end", (s) => s.with(1, 1000)],
    ["a damaged standardizer", (s) => s.with(4, -1)],
    ["a damaged Page–Hinkley test", (s) => s.with(7, -1)],
    ["a damaged ADWIN", (s) => s.with(9, 99)],
    ["a number too few", (s) => s.slice(0, -1)],
    ["a number too many", (s) => [...s, 1]],
  ])("refuses %s", (_, spoil) => {
    expect(() => DriftMonitor.fromState(state())).not.toThrow();
    expect(() => DriftMonitor.fromState(spoil(state()))).toThrow(RangeError);
  });
});
