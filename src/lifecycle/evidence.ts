import type { ScoredPoints } from "./scored-points.js";

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
  /** Number of points, by Kish's count (Σ w)²/Σ w² where they have weights. */
  readonly points: number;
}

/** Differences that are all the same would have no error; this keeps z below a thousand. */
const LEAST_ERROR = 1e-3;
const TINY = 1e-300;

/**
 * Compares log densities of the same points, `after` with `before`.
 *
 * @param from the first row that counts.
 */
export function evidence(
  { batch: { count, weights }, block }: ScoredPoints,
  after: Float64Array,
  before: Float64Array,
  from = 0,
): Evidence {
  let total = 0;
  let sum = 0;
  let weightSquares = 0;
  for (let i = from; i < count; i++) {
    const weight = weights?.[i] ?? 1;
    total += weight;
    weightSquares += weight * weight;
    sum += weight * (after[i]! - before[i]!);
  }
  const gain = sum / total;
  let squares = 0;
  let blockSquares = 0;
  for (let i = from; i < count; ) {
    let inBlock = 0;
    for (const now = block[i]!; i < count && block[i] === now; i++) {
      const deviation = (weights?.[i] ?? 1) * (after[i]! - before[i]! - gain);
      squares += deviation * deviation;
      inBlock += deviation;
    }
    blockSquares += inBlock * inBlock;
  }
  const errorOf = (squared: number) => Math.max(Math.sqrt(squared) / total, LEAST_ERROR * Math.abs(gain), TINY);
  const error = errorOf(squares);
  const points = (total * total) / weightSquares;
  return { gain, error, z: gain / error, blockZ: gain / errorOf(blockSquares), points };
}
