import type { Mixture } from "../mixture/mixture.js";
import { renamed } from "../mixture/renamed.js";
import type { SufficientStatistics } from "../statistics/sufficient-statistics.js";
import { gaussiansOf } from "./bhattacharyya.js";
import { type Candidate, compose } from "./candidate.js";
import { samePlaces } from "./identity.js";
import type { Situation } from "./situation.js";

/** A candidate made real: its components have ids. */
export interface Applied {
  readonly mixture: Mixture;
  readonly statistics: SufficientStatistics;
  readonly effectiveCount: number;
  readonly nextId: number;
  /** Ids of the components in whose place others came, and of those. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/**
 * Gives the added components of a candidate their names: one that goes on from a removed one, or stands where one
 * stood, keeps its id; all others are new.
 */
export function apply(situation: Situation, candidate: Candidate, nextId: number, version: number): Applied {
  const { mixture, statistics, effectiveCount, places } = compose(situation, candidate);
  const { mixture: old } = situation;
  const heirOf = candidate.heirOf ?? samePlaces(gaussiansOf(old, candidate.removed), gaussiansOf(mixture, places));
  const ids = mixture.ids.slice();
  const born = mixture.born.slice();
  places.forEach((k, a) => {
    const from = candidate.removed[heirOf[a]!];
    ids[k] = from === undefined ? nextId++ : old.ids[from]!;
    born[k] = from === undefined ? version : old.born[from]!;
  });
  return {
    mixture: renamed(mixture, ids, born),
    statistics,
    effectiveCount,
    nextId,
    before: candidate.removed.map((k) => old.ids[k]!),
    after: places.map((k) => ids[k]!),
  };
}
