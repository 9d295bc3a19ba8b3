import { checkWhole } from "../em/fit-options.js";
import { Learner } from "../learning/learner.js";
import { defaultWarmup } from "../learning/learner-options.js";
import type { LabelledPoints } from "./labelled-points.js";
import { mapSteps } from "./map-steps.js";
import { type Ranking, rank } from "./ranking.js";
import { type Pass, testThenTrain } from "./test-then-train.js";

/** How well anomaly scores found the anomalies of labelled points in one pass, test-then-train. */
export interface Evaluation {
  /** Number of points scored: all but those of the warm-up. */
  readonly points: number;
  /** How many of them are anomalies. */
  readonly anomalies: number;
  /** Number of points that warmed up; they enter no figure. */
  readonly warmup: number;
  /** Of the points scored, each before it was learned; nats a point. */
  readonly meanLogLikelihood: number;
  /** The learner's anomaly score. */
  readonly score: Ranking;
  readonly baselines: {
    /** −log density under the mixture that gives the anomaly score. */
    readonly plain: Ranking;
    /** Mean over K in {1, 2, 5, 10} of −log density against heavy components. */
    readonly floor: Ranking;
    /** −log density under a single component: a Mahalanobis distance and a determinant that all points share. */
    readonly k1: Ranking;
  };
}

/** Components of the mixtures over which the baseline `floor` averages. */
const FLOOR_COMPONENTS = [1, 2, 5, 10] as const;

const DEFAULT_COMPONENTS = 10;

/** Of the baselines' mixtures no anomaly score is wanted. */
const ALONE = { anomaly: { components: "single" } } as const;

/** The warm-up takes one in so many points at most. */
const POINTS_PER_WARMUP = 10;

/**
 * Lets a learner with default settings score and learn points whose anomalies are known to us, but not to it.
 *
 * @param components of the learner, K; default 10.
 * @returns after yielding the share of the work done, from time to time.
 * @throws RangeError when a tenth of the points does not hold K points to warm up with, or when all points scored are
 *   anomalies, or none is.
 */
export function* evaluate(
  { points, anomalous }: LabelledPoints,
  { components = DEFAULT_COMPONENTS }: { readonly components?: number } = {},
): Generator<number, Evaluation> {
  checkWhole("components", components, 1);
  const { count, dimensions } = points;
  const warmup = Math.min(defaultWarmup(components, dimensions), Math.floor(count / POINTS_PER_WARMUP));
  if (warmup < components) throw new RangeError(tooFew(count, components));
  checkAnswers(anomalous, warmup);
  const ks = new Set([components, ...FLOOR_COMPONENTS]);
  const passes = new Map<number, Pass>();
  for (const k of ks) {
    const learner = new Learner({ dimensions, components: k, warmup, ...(k === components ? {} : ALONE) });
    const steps = testThenTrain(learner, points);
    const done = passes.size;
    passes.set(k, yield* mapSteps(steps, (share) => (done + share) / ks.size));
  }
  return judge(passes, components, anomalous);
}

function judge(passes: ReadonlyMap<number, Pass>, components: number, anomalous: readonly boolean[]): Evaluation {
  const own = passes.get(components)!;
  const answers = anomalous.slice(own.first);
  const floor = meanOf(FLOOR_COMPONENTS.map((k) => passes.get(k)!.floorScore));
  return {
    points: answers.length,
    anomalies: answers.filter(Boolean).length,
    warmup: own.first,
    meanLogLikelihood: mean(own.logDensity),
    score: rank(own.anomalyScore, answers),
    baselines: {
      plain: rank(negated(own.logDensity), answers),
      floor: rank(floor, answers),
      k1: rank(negated(passes.get(1)!.logDensity), answers),
    },
  };
}

function tooFew(count: number, components: number): string {
  const least = components * POINTS_PER_WARMUP;
  return `${count} points are too few: a tenth of them is to warm up ${components} components; it takes ${least} at least`;
}

/** Known before anything is learned. */
function checkAnswers(anomalous: readonly boolean[], warmup: number): void {
  const anomalies = anomalous.slice(warmup).filter(Boolean).length;
  const scored = anomalous.length - warmup;
  if (anomalies > 0 && anomalies < scored) return;
  throw new RangeError(
    `${anomalies === 0 ? "none" : "each"} of the ${scored} points after the warm-up of ${warmup} is an anomaly, so that ` +
      "nothing can be ranked: there must be both kinds; points in order of their kind should be shuffled",
  );
}

function negated(values: Float64Array): Float64Array {
  return values.map((value) => -value);
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Entry by entry. */
function meanOf(columns: readonly Float64Array[]): Float64Array {
  return columns[0]!.map((_, i) => columns.reduce((sum, column) => sum + column[i]!, 0) / columns.length);
}
