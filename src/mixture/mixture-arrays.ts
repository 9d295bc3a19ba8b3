import { entriesOf, factorEntriesOf, type Structure } from "./covariance/covariance.js";
import type { FactorArrays } from "./factors.js";

/** The numbers of a mixture and of its factors. */
export interface MixtureArrays extends FactorArrays {
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly compact: Float64Array;
}

/** Small mixtures share pieces of memory of so many numbers: 256 kB stay as long as one of them does. */
const PIECE = 32_768;
let piece = new Float64Array(0);
let used = 0;

/** Zeros. A stream makes mixtures every mini-batch, and a piece of memory for each costs more than its M-step. */
function zeros(length: number): Float64Array {
  if (8 * length > PIECE) return new Float64Array(length);
  if (used + length > piece.length) {
    piece = new Float64Array(PIECE);
    used = 0;
  }
  used += length;
  return piece.subarray(used - length, used);
}

/** Zeros, behind one another. */
export function emptyMixtureArrays(structure: Structure, components: number, dimensions: number): MixtureArrays {
  const K = components;
  const D = dimensions;
  const means = K;
  const compact = means + K * D;
  const whitening = compact + K * entriesOf(structure, D);
  const logNormalizer = whitening + K * factorEntriesOf(structure, D);
  const logWeight = logNormalizer + K;
  const all = zeros(logWeight + K);
  return {
    weights: all.subarray(0, means),
    means: all.subarray(means, compact),
    compact: all.subarray(compact, whitening),
    whitening: all.subarray(whitening, logNormalizer),
    logNormalizer: all.subarray(logNormalizer, logWeight),
    logWeight: all.subarray(logWeight),
  };
}
