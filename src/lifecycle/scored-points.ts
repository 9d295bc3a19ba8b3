import type { Kernel } from "../kernel/kernel.js";
import type { Mixture } from "../mixture/mixture.js";
import { type PointBatch, totalWeight } from "../mixture/point-batch.js";

/** Points with their E-step under the mixture that is looked at. */
export interface ScoredPoints {
  readonly batch: PointBatch;
  /** n × K. */
  readonly responsibilities: Float64Array;
  /** n log densities. */
  readonly logDensity: Float64Array;
  /** n squared Mahalanobis distances to the nearest component, over the observed features. */
  readonly nearest: Float64Array;
  /** n numbers of the blocks of time that the points came in. */
  readonly block: Int32Array;
  /** Total weight of the part of the stream that the points come from: rows that were left out count, too. */
  readonly weight: number;
}

/** E-step of all points. */
export function scored(mixture: Mixture, batch: PointBatch, block: Int32Array, kernel: Kernel): ScoredPoints {
  const { count } = batch;
  const K = mixture.components;
  const responsibilities = new Float64Array(count * K);
  const logDensity = new Float64Array(count);
  const mahalanobis = new Float64Array(count * K);
  mixture.evaluator(kernel).expectation(batch.values, 0, count, { responsibilities, logDensity, mahalanobis });
  const nearest = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let least = mahalanobis[i * K]!;
    for (let k = 1; k < K; k++) least = Math.min(least, mahalanobis[i * K + k]!);
    nearest[i] = least;
  }
  return { batch, responsibilities, logDensity, nearest, block, weight: totalWeight(batch) };
}

/** n log densities of points under another mixture. */
export function logDensities(mixture: Mixture, { count, values }: PointBatch, kernel: Kernel): Float64Array {
  const logDensity = new Float64Array(count);
  const responsibilities = new Float64Array(count * mixture.components);
  mixture.evaluator(kernel).expectation(values, 0, count, { responsibilities, logDensity });
  return logDensity;
}

/**
 * Some of the rows.
 *
 * @param weight of the part that they stand for; default: their own.
 */
export function rowsOf(points: ScoredPoints, rows: readonly number[], weight?: number): ScoredPoints {
  const { batch, responsibilities, logDensity, nearest, block } = points;
  const K = responsibilities.length / logDensity.length;
  const picked: PointBatch = {
    count: rows.length,
    dimensions: batch.dimensions,
    values: gather(batch.values, rows, batch.dimensions),
    ...(batch.weights === undefined ? {} : { weights: gather(batch.weights, rows, 1) }),
  };
  return {
    batch: picked,
    responsibilities: gather(responsibilities, rows, K),
    logDensity: gather(logDensity, rows, 1),
    nearest: gather(nearest, rows, 1),
    block: Int32Array.from(rows, (i) => block[i]!),
    weight: weight ?? totalWeight(picked),
  };
}

/** Rows that meet a condition, in order. */
export function rowsWhere({ batch }: ScoredPoints, condition: (row: number) => boolean): number[] {
  const rows: number[] = [];
  for (let i = 0; i < batch.count; i++) if (condition(i)) rows.push(i);
  return rows;
}

function gather(from: Float64Array, rows: readonly number[], width: number): Float64Array {
  const out = new Float64Array(rows.length * width);
  for (let r = 0, to = 0; r < rows.length; r++)
    for (let e = rows[r]! * width; e < (rows[r]! + 1) * width; e++) out[to++] = from[e]!;
  return out;
}

/** The first row of the younger half of the stream that the points come from. */
export function youngerFrom({ block, batch }: ScoredPoints): number {
  const last = block[batch.count - 1] ?? 0;
  let row = 0;
  while (row < batch.count && 2 * block[row]! <= last) row++;
  return row;
}

/** Kish's effective number of points, (Σ w)² / Σ w²: how many equal ones tell as much. */
export function effectiveNumber({ count, weights }: Pick<PointBatch, "count" | "weights">): number {
  if (weights === undefined) return count;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < count; i++) {
    sum += weights[i]!;
    squares += weights[i]! * weights[i]!;
  }
  return squares > 0 ? (sum * sum) / squares : 0;
}
