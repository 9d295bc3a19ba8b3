import { Centroids } from "./centroids.js";

/** Numbers before the centroids: compression, how many centroids, how many values that wait. */
const HEAD = 3;

/** What decides all that a t-digest will do. */
export interface TDigestParts {
  readonly compression: number;
  readonly centroids: Centroids;
  /** Values that no centroid holds yet, in the order in which they came. */
  readonly waiting: Float64Array;
}

/** A t-digest as numbers: head, means, weights (those of atoms negative), waiting values. */
export function encodeTDigest({ compression, centroids, waiting }: TDigestParts): Float64Array {
  const { length, means, weights, halves } = centroids;
  const state = new Float64Array(HEAD + 2 * length + waiting.length);
  state.set([compression, length, waiting.length]);
  state.set(means.subarray(0, length), HEAD);
  for (let i = 0; i < length; i++) state[HEAD + length + i] = halves[i] === 0 ? -weights[i]! : weights[i]!;
  state.set(waiting, HEAD + 2 * length);
  return state;
}

/**
 * Reads what {@link encodeTDigest} wrote.
 *
 * @param most waiting values are fewer.
 * @throws RangeError when the numbers are something else.
 */
export function decodeTDigest(state: ArrayLike<number>, most: number): TDigestParts {
  const numbers = Float64Array.from(state);
  const [compression = Number.NaN, length = Number.NaN, waiting = Number.NaN] = numbers;
  if (!(length >= 0 && waiting >= 0 && waiting < most && numbers.length === HEAD + 2 * length + waiting))
    throw notAState(`${numbers.length} numbers for ${length} centroids and ${waiting} values that wait`);
  const centroids = new Centroids(length);
  for (let i = 0; i < length; i++) append(centroids, numbers[HEAD + i]!, numbers[HEAD + length + i]!);
  const values = numbers.subarray(HEAD + 2 * length);
  if (values.some(Number.isNaN)) throw notAState("a value that waits is NaN");
  return { compression, centroids, waiting: values };
}

function append(centroids: Centroids, mean: number, signed: number): void {
  const at = centroids.length++;
  const weight = Math.abs(signed);
  if (!(at === 0 ? !Number.isNaN(mean) : mean >= centroids.means[at - 1]!))
    throw notAState(`centroid ${at} at ${mean}`);
  if (!(weight >= 1 && Number.isInteger(weight))) throw notAState(`centroid ${at} weighs ${signed}`);
  centroids.means[at] = mean;
  centroids.weights[at] = weight;
  centroids.halves[at] = signed < 0 ? 0 : weight / 2;
}

function notAState(what: string): RangeError {
  return new RangeError(`these numbers are not the state of a t-digest: ${what}`);
}
