import type { Origins } from "../../format/origins.js";
import type { LabelledBatch } from "../../learning/scored-batch.js";
import type { PointBatch } from "../../mixture/point-batch.js";

/**
 * Somebody who looks on while units grow. What it is told counts only once the event `committed` names the unit or a
 * later one; when the task is dropped before, it never was. Its methods do not throw, and they do not take long.
 */
export interface Onlooker {
  /**
   * Points were given to the learner, and some labelled, in a unit.
   *
   * @param points their memory is used again afterwards; undefined = a flush.
   * @param origins of the labelled points, one run after the other; their memory is used again as well.
   */
  labelled(unit: number, points: PointBatch | undefined, scored: LabelledBatch, origins: readonly Origins[]): void;
  /** The unit is closed, and publishes this snapshot. @param snapshot its JSON. */
  published(unit: number, snapshot: Uint8Array): void;
}
