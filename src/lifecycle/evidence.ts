import type { ScoredPoints } from "./scored-points.js";
import { effectiveNumber } from "./scored-points.js";

/** What points say for one mixture against another: paired differences of their log densities. */
export interface Evidence {
  /** Mean difference, nats a point. */
  readonly gain: number;
  /** Its standard error. */
  readonly error: number;
  /** The mean over its standard error. */
  readonly z: number;
  /** The same from the sums of whole blocks of time: bursts make neighbours alike. */
  readonly blockZ: number;
  /** Number of points, by Kish's count where they have weights. */
  readonly points: number;
}

/** Differences that are all the same would have no error; this keeps z below a thousand. */
const LEAST_ERROR = 1e-3;
const TINY = 1e-300;

/** Compares log densities of the same points, `after` with `before`. */
export function evidence({ batch, block }: ScoredPoints, after: Float64Array, before: Float64Array): Evidence {
  const weightOf = (i: number) => batch.weights?.[i] ?? 1;
  let total = 0;
  let sum = 0;
  for (let i = 0; i < batch.count; i++) {
    total += weightOf(i);
    sum += weightOf(i) * (after[i]! - before[i]!);
  }
  const gain = sum / total;
  const blocks = new Map<number, number>();
  let squares = 0;
  for (let i = 0; i < batch.count; i++) {
    const deviation = weightOf(i) * (after[i]! - before[i]! - gain);
    squares += deviation * deviation;
    blocks.set(block[i]!, (blocks.get(block[i]!) ?? 0) + deviation);
  }
  let blockSquares = 0;
  for (const deviation of blocks.values()) blockSquares += deviation * deviation;
  const errorOf = (squared: number) => Math.max(Math.sqrt(squared) / total, LEAST_ERROR * Math.abs(gain), TINY);
  const error = errorOf(squares);
  return { gain, error, z: gain / error, blockZ: gain / errorOf(blockSquares), points: effectiveNumber(batch) };
}
