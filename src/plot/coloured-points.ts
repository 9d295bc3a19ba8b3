import type { Mixture } from "../mixture/mixture.js";
import type { PointBatch } from "../mixture/point-batch.js";
import { blend, colourOf, ORDINARY } from "./palette.js";
import { thin } from "./thin.js";

/** The points of a picture: thinned, with the colour of each. */
export interface ColouredPoints {
  readonly batch: PointBatch;
  /** Index of each among the points given. */
  readonly indices: Uint32Array;
  colour(i: number): string;
}

/**
 * Chooses at most `limit` points and colours them by responsibility.
 *
 * @param responsibilities n × K of all points, when they are known already.
 * @throws RangeError when the mixture has other dimensions than the points.
 */
export function colourPoints(
  points: PointBatch,
  mixture: Mixture | undefined,
  responsibilities: Float64Array | undefined,
  limit: number,
): ColouredPoints {
  const indices = thin(points.count, limit);
  const batch = pick(points, indices);
  if (mixture === undefined) return { batch, indices, colour: () => ORDINARY };
  const colours = Array.from(mixture.ids, colourOf);
  const K = mixture.components;
  if (responsibilities !== undefined)
    return { batch, indices, colour: (i) => blend(colours, responsibilities, indices[i]! * K) };
  const scored = mixture.score(batch).responsibilities;
  return { batch, indices, colour: (i) => blend(colours, scored, i * K) };
}

/** The rows `indices` of a batch. */
function pick({ dimensions: D, values }: PointBatch, indices: Uint32Array): PointBatch {
  const picked = new Float64Array(indices.length * D);
  indices.forEach((from, to) => {
    picked.set(values.subarray(from * D, (from + 1) * D), to * D);
  });
  return { count: indices.length, dimensions: D, values: picked };
}
