// How often drift is noticed, how soon, and where there is none, on scores of real learners that do not react:
// npx tsx bench/drift-alarms.ts [MILLIONS OF STATIONARY POINTS = 5] [SEEDS = 20]
import { type DriftAlarm, DriftMonitor } from "../src/drift/drift-monitor.js";
import type { LearnerOptions } from "../src/learning/learner-options.js";
import type { Mixture } from "../src/mixture/mixture.js";
import { fixedScores, ScoreStream } from "../test/drift/score-stream.js";
import { type ShiftKind, shiftBy } from "../test/drift/shifts.js";
import { drifting } from "../test/support/changing-streams.js";
import { fixedMixture } from "../test/support/fixed-mixtures.js";
import { medianSeconds } from "./measure.js";

const MILLIONS = Number(process.argv[2] ?? 5);
const SEEDS = Number(process.argv[3] ?? 20);
const seeds = Array.from({ length: SEEDS }, (_, i) => i + 1);

/** D, K and the deviation of means. */
type Shape = readonly [number, number, number];
const SHAPES: readonly Shape[] = [
  [2, 1, 3],
  [2, 5, 3],
  [4, 12, 1.5],
  [8, 8, 3],
  [16, 4, 3],
  [32, 4, 3],
];
const SCHEDULES: readonly NonNullable<LearnerOptions["schedule"]>[] = [
  { kind: "decreasing" },
  { kind: "half-life", points: 3000 },
  { kind: "half-life", points: 20_000 },
];

interface Noticed extends DriftAlarm {
  /** Number of scores up to it. */
  readonly at: number;
}

function noticed(scores: Iterable<number>, monitor = new DriftMonitor()): Noticed[] {
  const alarms: Noticed[] = [];
  let at = 0;
  for (const score of scores) {
    at++;
    const alarm = monitor.add(score);
    if (alarm !== undefined) alarms.push({ ...alarm, at });
  }
  return alarms;
}

const truthOf = ([D, K, spread]: Shape, seed: number): Mixture => fixedMixture(D, K, 6000 + 100 * seed + D + K, spread);
const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))] ?? Number.NaN;

/** Streams of 200,000 points and of 5,000: in short ones the mixture is always young. */
function stationary(length: number): void {
  const streams = Math.ceil((MILLIONS * 5e5) / length);
  let alarms = 0;
  for (let i = 0; i < streams; i++) {
    const shape = SHAPES[i % SHAPES.length]!;
    const schedule = SCHEDULES[Math.floor(i / SHAPES.length) % SCHEDULES.length]!;
    const truth = truthOf(shape, i);
    const stream = new ScoreStream({ dimensions: shape[0], components: shape[1], schedule }, i + 1);
    const monitor = new DriftMonitor();
    alarms += noticed(stream.begin(truth, Math.min(length, 10_000)), monitor).length;
    for (let at = 10_000; at < length; at += 10_000) alarms += noticed(stream.next(truth, 10_000), monitor).length;
  }
  console.log(`${(streams * length).toLocaleString("en")} points, ${streams} streams of ${length}: ${alarms} alarms`);
}

function shifts(kind: ShiftKind, rise: number, before: number): void {
  const delays: number[] = [];
  const errors: number[] = [];
  let early = 0;
  for (const shape of [SHAPES[1]!, SHAPES[3]!, SHAPES[4]!])
    for (const seed of seeds) {
      const truth = truthOf(shape, seed);
      const stream = new ScoreStream({ dimensions: shape[0], components: shape[1] }, seed);
      const scores = [...stream.begin(truth, before), ...stream.next(shiftBy(truth, kind, rise), 4000)];
      const alarms = noticed(scores);
      early += alarms.filter(({ at }) => at <= before).length;
      const alarm = alarms.find(({ at }) => at > before);
      delays.push(alarm === undefined ? Infinity : alarm.at - before);
      if (alarm !== undefined) errors.push(Math.abs(alarm.since - (alarm.at - before)));
    }
  const figures = [0.5, 0.9].flatMap((q) => [quantile(delays, q), quantile(errors, q)]);
  const missed = delays.filter((delay) => delay === Infinity).length;
  console.log(
    `${kind.padEnd(18)} ${rise.toFixed(2)} sd after ${String(before).padStart(6)}:  delay ${figures[0]} (${figures[2]}), ` +
      `since ± ${figures[1]} (${figures[3]}), missed ${missed}/${delays.length}, before it ${early}`,
  );
}

function gradual(length: number, way: number, schedule: NonNullable<LearnerOptions["schedule"]>): void {
  for (const shape of [SHAPES[1]!, SHAPES[3]!, SHAPES[4]!]) {
    const found = seeds.map((seed) => {
      const truth = truthOf(shape, seed);
      const stream = new ScoreStream({ dimensions: shape[0], components: shape[1], schedule }, seed);
      const scores = [...stream.begin(truth, 20_000), ...stream.learn(drifting(truth, length, way, seed))];
      return noticed(scores).find(({ at }) => at > 20_000);
    });
    const delays = found.map((alarm) => (alarm === undefined ? Infinity : alarm.at - 20_000));
    const adwin = found.filter((alarm) => alarm?.detector === "adwin").length;
    const missed = delays.filter((delay) => delay === Infinity).length;
    console.log(
      `${way} in each of D${shape[0]} over ${length}, ${schedule.kind}: after ${quantile(delays, 0.5)} ` +
        `(${quantile(delays, 0.9)}), ${adwin} by ADWIN, missed ${missed}/${delays.length}`,
    );
  }
}

function outliers(name: string, scores: (truth: Mixture, seed: number) => Iterable<number>): void {
  const runs = [SHAPES[0]!, SHAPES[1]!, SHAPES[3]!, SHAPES[4]!].flatMap((shape) =>
    seeds.map((seed) => noticed(scores(truthOf(shape, seed), seed)).length),
  );
  console.log(`${name.padEnd(62)} ${runs.filter((alarms) => alarms > 0).length} of ${runs.length} streams alarm`);
}

/** Of a learner that sets outliers aside, as it does where it reacts to drift. */
const streamOf = ({ dimensions, components }: Mixture, seed: number) =>
  new ScoreStream({ dimensions, components, drift: true }, seed);

console.log("stationary");
for (const length of [200_000, 5000]) stationary(length);
console.log(`\nabrupt shifts, ${3 * SEEDS} streams each: median (.9 quantile), points`);
for (const before of [500, 1000, 5000, 20_000])
  for (const rise of [0.5, 1, 2]) for (const kind of ["translation", "growth"] as const) shifts(kind, rise, before);
for (const before of [5000, 20_000]) shifts("heaviest component", 0.25, before);
console.log("\ngradual drift");
gradual(20_000, 1, { kind: "decreasing" });
gradual(100_000, 1, { kind: "decreasing" });
gradual(20_000, 1, { kind: "half-life", points: 5000 });
console.log("\noutliers at 300 deviations");
for (const share of [0.01, 0.02, 0.05])
  outliers(`${100 * share} % of 100,000 after 20,000, mixture fixed`, (truth, seed) =>
    fixedScores(truth, [20_000, 100_000], share, seed),
  );
outliers("1 % of 100,000 after 20,000, mixture learns", (truth, seed) => {
  const stream = streamOf(truth, seed);
  return [...stream.begin(truth, 20_000), ...stream.next(truth, 100_000, 0.01)];
});
outliers("1 % of 100,000 from the start, mixture learns", (truth, seed) =>
  streamOf(truth, seed).begin(truth, 100_000, 0.01),
);
for (const share of [0.01, 0.05, 0.1, 0.2]) {
  outliers(`burst of 300 with ${100 * share} %, mixture fixed`, (truth, seed) =>
    fixedScores(truth, [5000, 300, 5000], share, seed),
  );
  outliers(`burst of 300 with ${100 * share} %, mixture learns`, (truth, seed) => {
    const stream = streamOf(truth, seed);
    return [...stream.begin(truth, 5000), ...stream.next(truth, 300, share), ...stream.next(truth, 5000)];
  });
}
const load = Float64Array.from(fixedScores(truthOf(SHAPES[3]!, 1), [1_000_000], 0, 1));
const seconds = medianSeconds(() => {
  const monitor = new DriftMonitor();
  for (let i = 0; i < load.length; i++) monitor.add(load[i]!);
}, 7);
console.log(`\n${((1e9 * seconds) / load.length).toFixed(1)} ns of processor time a score`);
