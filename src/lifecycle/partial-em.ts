import { exp } from "../kernel/functions/exp.js";
import { log } from "../kernel/functions/log.js";
import { log1p } from "../kernel/functions/log1p.js";
import type { SufficientStatistics } from "../statistics/sufficient-statistics.js";
import { emptySums, toStatistics } from "../statistics/sums.js";
import { type Candidate, compose } from "./candidate.js";
import { pickComponents } from "./component-statistics.js";
import type { ScoredPoints } from "./scored-points.js";
import type { Situation } from "./situation.js";
import { someFactors } from "./some-factors.js";

/** How far {@link partialEM} goes. */
export interface PartialOptions {
  readonly iterations: number;
  /** `kept`: the new components share what the removed ones had; `free`: their total share is fitted, too. */
  readonly share: "kept" | "free";
}

/** A candidate after partial EM. */
export interface Fitted {
  readonly candidate: Candidate;
  /** What the points it was fitted to gain over the mixture of the situation, in nats: Σ weight · Δ log p(x). */
  readonly gain: number;
}

/** A gain in nats, over all points, that is not worth another iteration. */
const TOLERANCE = 0.05;
/** Shares end here: the others must not vanish. */
const LARGEST_SHARE = 0.95;
/** What is left of a responsibility of 1 after rounding. */
const TINY = 1e-16;

/**
 * Partial EM: fits the added components of a candidate to points while all others stay as they are.
 *
 * Source: Ueda, Nakano, Ghahramani & Hinton, SMEM algorithm for mixture models, Neural Computation 12 (2000), 3.3;
 * with a free share: Verbeek, Vlassis & Kröse, Efficient greedy learning of Gaussian mixture models, ibid. 15 (2003).
 *
 * @param points scored under the mixture of the situation; rows in which the candidate has no part may be left out.
 */
export function* partialEM(
  situation: Situation,
  points: ScoredPoints,
  start: Candidate,
  { iterations, share }: PartialOptions,
): Generator<undefined, Fitted> {
  const others = logDensityOfOthers(points, start.removed);
  let best: Fitted = { candidate: start, gain: -Infinity };
  for (let candidate = start, i = 0; ; i++) {
    const { statistics, gain } = expectation(situation, points, others, candidate);
    yield;
    const progress = gain - best.gain;
    if (progress > 0) best = { candidate, gain };
    const found = statistics.total();
    if (!(progress > TOLERANCE && found > 0) || i === iterations) return best;
    candidate =
      share === "kept" || candidate.removed.length === situation.mixture.components
        ? keeping(candidate, statistics, found)
        : freeing(situation, points, candidate, statistics);
  }
}

/** What the components that stay would give the points on their own: log p(x) (1 − Σ_removed r). */
function logDensityOfOthers({ responsibilities, logDensity }: ScoredPoints, removed: readonly number[]): Float64Array {
  const K = responsibilities.length / logDensity.length;
  return logDensity.map((l, i) => {
    let left = 1;
    for (const k of removed) left -= responsibilities[i * K + k]!;
    if (removed.length === K) return -Infinity;
    return l + log(Math.max(left, TINY));
  });
}

function expectation(
  situation: Situation,
  { batch, logDensity }: ScoredPoints,
  others: Float64Array,
  candidate: Candidate,
): { statistics: SufficientStatistics; gain: number } {
  const { mixture, places } = compose(situation, candidate);
  const factors = someFactors(mixture, places);
  const { components: A, dimensions: D, structure, means } = factors;
  const { count, values, weights } = batch;
  const evaluator = situation.kernel.prepare(factors);
  const out = { responsibilities: new Float64Array(count * A), logDensity: new Float64Array(count) };
  evaluator.expectation(values, 0, count, out);
  const mass = new Float64Array(count);
  const rescale = log(candidate.rescale);
  let gain = 0;
  for (let i = 0; i < count; i++) {
    const weight = weights?.[i] ?? 1;
    const own = out.logDensity[i]!;
    const other = others[i]! + rescale;
    // log(eᵃ + eᵇ) and eᵃ/(eᵃ + eᵇ), from the larger one.
    const ratio = exp(-Math.abs(own - other));
    gain += weight * (Math.max(own, other) + log1p(ratio) - logDensity[i]!);
    mass[i] = (weight * (own < other ? ratio : 1)) / (1 + ratio);
  }
  const sums = emptySums(A, D, structure, means);
  evaluator.accumulate(values, 0, count, out.responsibilities, mass, sums);
  return { statistics: toStatistics(sums), gain };
}

function keeping(candidate: Candidate, statistics: SufficientStatistics, found: number): Candidate {
  return { ...candidate, added: statistics.scale(candidate.added.total() / found) };
}

function freeing(
  { statistics: before }: Situation,
  points: ScoredPoints,
  candidate: Candidate,
  statistics: SufficientStatistics,
): Candidate {
  const found = statistics.total();
  const share = Math.min(found / points.weight, LARGEST_SHARE);
  const kept = before.total() - pickComponents(before, candidate.removed).total();
  return { ...candidate, added: statistics.scale(share / found), rescale: (1 - share) / kept };
}
