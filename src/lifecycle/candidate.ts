import { maximization } from "../em/m-step.js";
import type { Mixture } from "../mixture/mixture.js";
import type { Prior } from "../statistics/prior.js";
import { SufficientStatistics } from "../statistics/sufficient-statistics.js";
import { copyComponent } from "./component-statistics.js";
import { priorFor } from "./prior-for.js";
import type { Situation } from "./situation.js";

/**
 * A mixture that differs from the present one in a few components. Of all others mean, covariance and statistics stay
 * as they are, and their shares in proportion to each other.
 */
export interface Candidate {
  /** Components of the present mixture in whose place others come, ascending. */
  readonly removed: readonly number[];
  /** Statistics of what comes in their place; the counts are shares of the whole. */
  readonly added: SufficientStatistics;
  /** Factor on the shares of all others. */
  readonly rescale: number;
  /** As if `added` came from a stream of so many points. */
  readonly memory: number;
  /** For each added component the place in `removed` of the one that it goes on from; default: by where they stand. */
  readonly heirOf?: ArrayLike<number>;
}

/** A candidate as a mixture; components have their ids, and those that were added −1, −2, …. */
export interface Composed {
  readonly mixture: Mixture;
  readonly statistics: SufficientStatistics;
  readonly effectiveCount: number;
  readonly prior: Prior;
  /** Where the added components stand. */
  readonly places: readonly number[];
}

/** Makes a mixture of a candidate: one M-step from the statistics of those that stay and those that come. */
export function compose(situation: Situation, candidate: Candidate): Composed {
  const { mixture, statistics: before } = situation;
  const { removed, added, rescale } = candidate;
  const order = arrangement(before.components, removed, added.components);
  const K = order.length;
  const statistics = new SufficientStatistics(K, before.dimensions, before.structure);
  const ids = new Int32Array(K);
  const born = new Float64Array(K);
  const places: number[] = [];
  order.forEach((from, k) => {
    const index = from - before.components;
    if (index < 0) copyComponent(before, from, statistics, k, rescale);
    else copyComponent(added, index, statistics, k, 1);
    ids[k] = index < 0 ? mixture.ids[from]! : -1 - index;
    born[k] = index < 0 ? mixture.born[from]! : 0;
    if (index >= 0) places[index] = k;
  });
  const effectiveCount = effectiveCountOf(situation, candidate, K);
  const prior = priorFor(situation.prior, mixture.covarianceType, before.components, K);
  const identity = { ids, born };
  const next = maximization(statistics, effectiveCount, mixture.covarianceType, prior, identity).mixture;
  return { mixture: next, statistics, effectiveCount, prior, places };
}

/**
 * Order of the components: what is added takes the places of what is removed, so that as many as possible stay where
 * they are. Numbers from K on stand for added ones.
 */
function arrangement(components: number, removed: readonly number[], added: number): number[] {
  const order = Array.from({ length: components }, (_, k) => k);
  removed.forEach((k, r) => (order[k] = r < added ? components + r : -1));
  for (let a = removed.length; a < added; a++) order.push(components + a);
  return order.filter((from) => from >= 0);
}

/**
 * How many points the new statistics stand for. The components do not agree on it: those that stay stand for as many
 * as before, new ones for what they were fitted to. The harmonic mean keeps the expected excess Σ_k p/(2 n_k) of the
 * log loss right, so that a stream goes on learning as fast as its youngest components need.
 */
function effectiveCountOf({ effectiveCount }: Situation, candidate: Candidate, K: number): number {
  const { added, rescale, memory } = candidate;
  const A = added.components;
  return K / (((K - A) * rescale) / effectiveCount + A / memory);
}
