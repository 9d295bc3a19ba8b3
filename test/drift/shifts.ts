import { WINSOR } from "../../src/drift/standardizer.js";
import { Mixture } from "../../src/mixture/mixture.js";
import { Random } from "../../src/random/random.js";
import { sample } from "../support/fixed-mixtures.js";

/** How a mixture changes. */
export type ShiftKind = "translation" | "growth" | "heaviest component";

/** The mixture changed by a size ≥ 0. */
function shifted(mixture: Mixture, kind: ShiftKind, size: number): Mixture {
  const { weights, components: K, dimensions: D } = mixture;
  const means = mixture.means.slice();
  const direction = directionOf(D, new Random(99));
  const heaviest = weights.indexOf(Math.max(...weights));
  for (let k = 0; k < K; k++)
    if (kind === "translation" || (kind === "heaviest component" && k === heaviest))
      for (let j = 0; j < D; j++) means[k * D + j]! += size * direction[j]!;
  const covariances = kind === "growth" ? mixture.covariances.map((c) => c * (1 + size)) : mixture.covariances;
  return new Mixture({ covarianceType: "full", weights, means, covariances });
}

function directionOf(D: number, random: Random): Float64Array {
  const direction = Float64Array.from({ length: D }, () => random.normal());
  const length = Math.sqrt(direction.reduce((sum, x) => sum + x * x, 0));
  return direction.map((x) => x / length);
}

/**
 * The mixture changed so far that the mean score of its points under the former one is `rise` deviations higher; scores
 * are cut off where the detectors cut them.
 *
 * @throws RangeError when no size of the change lifts the mean so far.
 */
export function shiftBy(mixture: Mixture, kind: ShiftKind, rise: number): Mixture {
  const scores = (points: Mixture) => mixture.logDensity(sample(points, 4000, 5)).map((l) => -l);
  const before = scores(mixture);
  const mean = meanOf(before);
  const deviation = Math.sqrt(meanOf(before.map((s) => (s - mean) * (s - mean))));
  const cut = (values: Float64Array) => values.map((s) => Math.min((s - mean) / deviation, WINSOR));
  const level = meanOf(cut(before));
  const riseOf = (size: number) => meanOf(cut(scores(shifted(mixture, kind, size)))) - level;
  let high = 0.1;
  while (riseOf(high) < rise) {
    high *= 2;
    if (high > 1e6) throw new RangeError(`no ${kind} lifts the mean score by ${rise} deviations`);
  }
  let low = 0;
  for (let step = 0; step < 20; step++) {
    const middle = (low + high) / 2;
    if (riseOf(middle) < rise) low = middle;
    else high = middle;
  }
  return shifted(mixture, kind, high);
}

const meanOf = (values: Float64Array): number => values.reduce((a, b) => a + b, 0) / values.length;
