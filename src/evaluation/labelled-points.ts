import type { PointBatch } from "../mixture/point-batch.js";
import { permutation } from "./permutation.js";

/** Points, and the truth about them, which no model is shown. */
export interface LabelledPoints {
  /** n × D. */
  readonly points: PointBatch;
  /** n: whether a point is an anomaly. */
  readonly anomalous: readonly boolean[];
}

/** What the classes of points mean. */
export interface Question {
  /** Classes whose points are anomalies. */
  readonly positive: readonly string[];
  /** Classes that are left out. */
  readonly drop?: readonly string[];
  /** Seed of the order of the points; default: the order in which they are given. */
  readonly shuffle?: number;
}

/**
 * Points whose classes are known, as an anomaly detector is to meet them.
 *
 * @param points n × D.
 * @param classes n classes.
 * @throws RangeError when the seed is not finite.
 */
export function labelledPoints(points: PointBatch, classes: readonly string[], question: Question): LabelledPoints {
  const { positive, drop = [], shuffle } = question;
  const kept = Uint32Array.from(classes.keys()).filter((i) => !drop.includes(classes[i]!));
  const rows = shuffle === undefined ? kept : permutation(kept.length, shuffle).map((i) => kept[i]!);
  return { points: takeRows(points, rows), anomalous: Array.from(rows, (i) => positive.includes(classes[i]!)) };
}

/** Copies rows of a batch, in the order in which they are named. */
function takeRows({ dimensions: D, values, weights }: PointBatch, rows: Uint32Array): PointBatch {
  const taken = new Float64Array(rows.length * D);
  rows.forEach((row, i) => {
    for (let j = 0; j < D; j++) taken[i * D + j] = values[row * D + j]!;
  });
  const batch = { count: rows.length, dimensions: D, values: taken };
  return weights === undefined ? batch : { ...batch, weights: Float64Array.from(rows, (row) => weights[row]!) };
}
