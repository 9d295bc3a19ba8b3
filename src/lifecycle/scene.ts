import type { Mixture } from "../mixture/mixture.js";
import type { SufficientStatistics } from "../statistics/sufficient-statistics.js";
import { effectiveNumber, rowsOf, rowsWhere, type ScoredPoints, scored } from "./scored-points.js";
import type { Situation } from "./situation.js";

/** A situation with its recent points scored, and divided into those to fit to and those to judge by. */
export interface Scene extends Situation {
  readonly all: ScoredPoints;
  readonly train: ScoredPoints;
  readonly test: ScoredPoints;
}

/** With fewer points nothing can be said. */
const LEAST_POINTS = 100;
/**
 * Blocks of time that go to training and testing by turns. Blocks, because neighbours in a stream are often alike:
 * points beside those that were fitted to would not be independent of them.
 */
const BLOCKS = 40;

/** Scores the recent points; undefined when they are too few to judge by. */
export function* sceneOf(situation: Situation): Generator<undefined, Scene | undefined> {
  const { recent } = situation;
  if (!(effectiveNumber(recent) >= LEAST_POINTS)) return undefined;
  const block = Int32Array.from({ length: recent.count }, (_, i) => Math.floor((i * BLOCKS) / recent.count));
  return yield* withParts(situation, block);
}

/** The same points in front of another mixture. */
export function* restaged(
  scene: Scene,
  changed: { mixture: Mixture; statistics: SufficientStatistics; effectiveCount: number },
  prior: Scene["prior"],
): Generator<undefined, Scene> {
  return yield* withParts({ ...scene, ...changed, prior }, scene.all.block);
}

function* withParts(situation: Situation, block: Int32Array): Generator<undefined, Scene> {
  const all = scored(situation.mixture, situation.recent, block, situation.kernel);
  yield;
  const part = (parity: number) =>
    rowsOf(
      all,
      rowsWhere(all, (i) => block[i]! % 2 === parity),
    );
  return { ...situation, all, train: part(0), test: part(1) };
}
