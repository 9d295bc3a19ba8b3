import type { PointBatch } from "../mixture/point-batch.js";
import type { Composed } from "./candidate.js";
import { effectiveNumber, rowsOf, rowsWhere, type ScoredPoints, scored } from "./scored-points.js";
import type { Situation } from "./situation.js";

/** A situation with its recent points scored, and divided into those to fit to and those to judge by. */
export interface Scene extends Situation {
  readonly all: ScoredPoints;
  readonly train: ScoredPoints;
  readonly test: ScoredPoints;
  /** The first quarter of the recent points: what there was before anything that is new. */
  readonly oldest: PointBatch;
}

/** With fewer points nothing can be said. */
const LEAST_POINTS = 100;
/**
 * Blocks of time that go to training and testing by turns. Blocks, because neighbours in a stream are often alike:
 * points beside those that were fitted to would not be independent of them.
 */
const BLOCKS = 40;

/** Scores the recent points; undefined when they are too few to judge by. */
export function* sceneOf(situation: Situation, recent: PointBatch): Generator<undefined, Scene | undefined> {
  if (!(effectiveNumber(recent) >= LEAST_POINTS)) return undefined;
  const block = Int32Array.from({ length: recent.count }, (_, i) => Math.floor((i * BLOCKS) / recent.count));
  const all = scored(situation.mixture, recent, block, situation.kernel);
  yield;
  const oldest = rowsOf(
    all,
    rowsWhere(all, (i) => block[i]! < BLOCKS / 4),
  ).batch;
  return inParts({ ...situation, oldest }, all);
}

/** The same points in front of another mixture. */
export function* restaged(
  scene: Scene,
  { mixture, statistics, effectiveCount, prior }: Composed,
): Generator<undefined, Scene> {
  const all = scored(mixture, scene.all.batch, scene.all.block, scene.kernel);
  yield;
  return inParts({ ...scene, mixture, statistics, effectiveCount, prior }, all);
}

/** The same mixture in front of some of the points. */
export function inParts(situation: Situation & Pick<Scene, "oldest">, all: ScoredPoints): Scene {
  const part = (parity: number) =>
    rowsOf(
      all,
      rowsWhere(all, (i) => all.block[i]! % 2 === parity),
    );
  return { ...situation, all, train: part(0), test: part(1) };
}
