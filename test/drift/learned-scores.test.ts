import { describe, expect, it } from "vitest";
import { DriftMonitor } from "../../src/drift/drift-monitor.js";
import type { LearnerOptions } from "../../src/learning/learner-options.js";
import { fixedMixture } from "../support/fixed-mixtures.js";
import { fixedScores, ScoreStream } from "./score-stream.js";
import { type ShiftKind, shiftBy } from "./shifts.js";

/** Numbers of scores up to each alarm, and since the change as the alarm dates it. */
function alarmsOf(scores: Iterable<number>): { at: number; since: number }[] {
  const monitor = new DriftMonitor();
  const alarms = [];
  let at = 0;
  for (const score of scores) {
    at++;
    const alarm = monitor.add(score);
    if (alarm !== undefined) alarms.push({ at, since: alarm.since });
  }
  return alarms;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

describe("on scores of learners", () => {
  it.each<[number, number, number, LearnerOptions["schedule"]]>([
    [2, 1, 3, { kind: "decreasing" }],
    [2, 5, 3, { kind: "half-life", points: 3000 }],
    [4, 12, 1.5, { kind: "decreasing" }],
    [8, 8, 3, { kind: "half-life", points: 3000 }],
    [16, 4, 3, { kind: "decreasing" }],
    [32, 2, 3, { kind: "decreasing" }],
  ])("no alarm where nothing changes, though the mixture is young: D%i K%i", (D, K, spread, schedule) => {
    const truth = fixedMixture(D, K, 10 * D + K, spread);
    for (const seed of [1, 2, 3]) {
      const stream = new ScoreStream({ dimensions: D, components: K, schedule: schedule!, restarts: 2 }, seed);
      expect(alarmsOf(stream.begin(truth, 6000))).toEqual([]);
    }
  });

  it.each<[ShiftKind, number, number]>([
    ["translation", 1, 150],
    ["growth", 1, 150],
    ["translation", 0.5, 400],
    ["growth", 0.5, 400],
  ])(
    "%s that lifts the mean score by %d deviations: alarm within %i points, dated within 100, at the median",
    (kind, rise, within) => {
      const before = 2000;
      const delays: number[] = [];
      const errors: number[] = [];
      for (const [D, K] of [
        [2, 4],
        [8, 3],
      ] as const) {
        const truth = fixedMixture(D, K, 40 + D, 3);
        const changed = shiftBy(truth, kind, rise);
        for (const seed of [1, 2, 3, 4, 5]) {
          const stream = new ScoreStream({ dimensions: D, components: K, restarts: 2 }, seed);
          const [alarm] = alarmsOf([...stream.begin(truth, before), ...stream.next(changed, 1000)]);
          delays.push(alarm === undefined ? Infinity : alarm.at - before);
          errors.push(alarm === undefined ? Infinity : Math.abs(alarm.since - (alarm.at - before)));
        }
      }
      expect(Math.min(...delays)).toBeGreaterThan(0);
      expect(median(delays)).toBeLessThanOrEqual(within);
      expect(median(errors)).toBeLessThanOrEqual(100);
    },
  );

  it("1 % of outliers at 300 deviations, or a burst of 300 points with 5 %, is no drift", () => {
    const truth = fixedMixture(4, 3, 4, 3);
    for (const seed of [1, 2, 3, 4, 5]) {
      expect(alarmsOf(fixedScores(truth, [3000, 20_000], 0.01, seed))).toEqual([]);
      expect(alarmsOf(fixedScores(truth, [3000, 300, 3000], 0.05, seed))).toEqual([]);
      const learner = new ScoreStream({ dimensions: 4, components: 3, restarts: 2, drift: true }, seed);
      expect(alarmsOf([...learner.begin(truth, 3000), ...learner.next(truth, 10_000, 0.01)])).toEqual([]);
    }
  });
});
