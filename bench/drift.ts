// How soon and how well a learner follows a stream that changes, 20 seeds each: npm run drift [-- SEEDS]
import { fit } from "../src/em/fit.js";
import { Learner } from "../src/learning/learner.js";
import type { LearnerEvent } from "../src/learning/learner-event.js";
import type { LearnerOptions } from "../src/learning/learner-options.js";
import type { Mixture } from "../src/mixture/mixture.js";
import type { PointBatch } from "../src/mixture/point-batch.js";
import {
  drifting,
  reweighted,
  rows,
  separated,
  together,
  unrelated,
  withOutliers,
} from "../test/support/changing-streams.js";
import { fixedMixture, meanLogDensity, sample } from "../test/support/fixed-mixtures.js";
import { median } from "../test/support/one-pass.js";

const seeds = Array.from({ length: Number(process.argv[2] ?? 20) }, (_, i) => i + 1);

interface Outcome {
  /** Held-out mean log density less that of the reference fit, nats a point. */
  readonly gap?: number;
  /** Whether what had to happen to components happened, and nothing else. */
  readonly right?: boolean;
  readonly events: readonly LearnerEvent[];
}

function learned(stream: PointBatch, options: Omit<LearnerOptions, "dimensions">): [Mixture, LearnerEvent[]] {
  const learner = new Learner({ ...options, dimensions: stream.dimensions });
  const { events } = learner.learn(stream);
  return [learner.mixture!, [...events]];
}

const gapOf = (mixture: Mixture, reference: Mixture, heldOut: PointBatch): number =>
  meanLogDensity(mixture, heldOut) - meanLogDensity(reference, heldOut);

function abrupt(D: number, K: number, before: number, referenceOnSame: boolean) {
  return (seed: number): Outcome => {
    const [old, next] = unrelated(D, K, seed);
    const shifted = sample(next, 2000, 100 + seed);
    const [mixture, events] = learned(together(sample(old, before, seed), shifted), { components: K });
    const reference = fit(referenceOnSame ? shifted : sample(next, 20_000, 300 + seed), { components: K }).mixture;
    return { gap: gapOf(mixture, reference, sample(next, 10_000, 200 + seed)), events };
  };
}

function recurring(seed: number): Outcome {
  const [a, b] = unrelated(2, 4, seed);
  const parts = [sample(a, 6000, 1), sample(b, 4000, 2), sample(a, 4000, 3), sample(b, 2000, 4)];
  const [mixture, events] = learned(together(...parts), { components: 4 });
  const reference = fit(sample(b, 20_000, 300 + seed), { components: 4 }).mixture;
  return { gap: gapOf(mixture, reference, sample(b, 10_000, 200 + seed)), events };
}

function gradual(seed: number): Outcome {
  const truth = separated(2, [0.3, 0.3, 0.4], seed);
  const stream = together(sample(truth, 6000, seed), drifting(truth, 20_000, 3, 100 + seed));
  const [mixture, events] = learned(stream, { components: 3 });
  const reference = fit(rows(stream, stream.count - 2000, stream.count), { components: 3 }).mixture;
  return { gap: gapOf(mixture, reference, rows(stream, stream.count - 1000, stream.count)), events };
}

const WEIGHTS = [0.3, 0.25, 0.25, 0.2];

function vanished(seed: number): Outcome {
  const truth = separated(2, WEIGHTS, seed);
  const rest = reweighted(truth, [...WEIGHTS.slice(0, 3), 0]);
  const stream = together(sample(truth, 10_000, seed), sample(rest, 5000, 100 + seed));
  const [mixture, events] = learned(stream, { components: { min: 1, max: 4 } });
  const reference = fit(sample(rest, 20_000, 300 + seed), { components: 3 }).mixture;
  const right = mixture.components === 3 && mixture.ids.every((id) => id < 4);
  return { gap: gapOf(mixture, reference, sample(rest, 10_000, 200 + seed)), right, events };
}

function appeared(seed: number): Outcome {
  const all = separated(2, [0.3, 0.3, 0.3, 0.1], seed);
  const old = reweighted(all, [0.3, 0.3, 0.3, 0]);
  const stream = together(sample(old, 10_000, seed), sample(all, 5000, 100 + seed));
  const [mixture, events] = learned(stream, { components: { min: 1, max: 6 } });
  const reference = fit(sample(all, 20_000, 300 + seed), { components: 4 }).mixture;
  const ids = [...mixture.ids];
  const right = ids.length === 4 && ids.filter((id) => id < 3).length === 3;
  return { gap: gapOf(mixture, reference, sample(all, 10_000, 200 + seed)), right, events };
}

function burst(seed: number): Outcome {
  const truth = fixedMixture(2, 4, 7000 + seed, 3);
  const stream = together(sample(truth, 6000, seed), withOutliers(truth, 20_000, 100 + seed));
  const [mixture, events] = learned(stream, { components: 4 });
  const ids = [...mixture.ids];
  return { right: ids.every((id, k) => id === k) && !events.some(({ kind }) => kind === "replacement"), events };
}

const scenarios: readonly (readonly [string, (seed: number) => Outcome])[] = [
  ["abrupt shift, D2 K4, 2,000 points later, against 20,000", abrupt(2, 4, 10_000, false)],
  ["abrupt shift, D8 K8, 2,000 points later, against the same", abrupt(8, 8, 15_000, true)],
  ["recurring concept, D2 K4", recurring],
  ["gradual drift, D2 K3, 3 deviations in 20,000", gradual],
  ["vanished component, K 1 to 4", vanished],
  ["new component, K 1 to 6", appeared],
  ["1 % outliers at 300 deviations", burst],
];

console.log(`${seeds.length} seeds; nats/point                                 median      worst    right   events`);
for (const [name, run] of scenarios) {
  const outcomes = seeds.map(run);
  const gaps = outcomes.flatMap(({ gap }) => (gap === undefined ? [] : [gap]));
  const judged = outcomes.flatMap(({ right }) => (right === undefined ? [] : [right]));
  const kinds = new Map<string, number>();
  for (const { events } of outcomes) for (const { kind } of events) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const figures = gaps.length > 0 ? [median(gaps), Math.min(...gaps)].map((v) => v.toFixed(4).padStart(9)) : ["", ""];
  const rightOnes = judged.length > 0 ? `${judged.filter((right) => right).length}/${judged.length}` : "";
  const told = [...kinds].map(([kind, count]) => `${kind} ${count}`).join(", ");
  console.log(
    `${name.padEnd(60)} ${figures[0]!.padStart(9)} ${figures[1]!.padStart(9)} ${rightOnes.padStart(8)}   ${told}`,
  );
}
