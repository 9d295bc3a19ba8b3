import { BLOCK_HEAD, BLOCK_VERSION } from "./point-block.js";
import { SHARES } from "./top-shares.js";

/** A block of points, its columns read where they are. */
export interface PointColumns {
  readonly count: number;
  readonly dimensions: number;
  /** Ordinal of the first point; `ordinals` count from it. */
  readonly first: number;
  readonly ordinals: Uint32Array;
  /** D, to be added to the coordinates. */
  readonly centres: Float64Array;
  /** n × D. */
  readonly coordinates: Float32Array;
  readonly scores: Float32Array;
  readonly ids: Int32Array;
  /** n × SHARES places in `ids`, and responsibilities of which 255 are 1. */
  readonly places: Uint16Array;
  readonly shares: Uint8Array;
  readonly flags: Uint8Array;
}

/**
 * Reads what `encodePoints` has written; runs in a browser.
 *
 * @param buffer from its beginning.
 * @throws RangeError when it is something else.
 */
export function decodePoints(buffer: ArrayBuffer): PointColumns {
  const head = buffer.byteLength < 8 * BLOCK_HEAD ? [] : new Float64Array(buffer, 0, BLOCK_HEAD);
  const [version, n = 0, D = 0, C = 0, first = 0] = head;
  if (version !== BLOCK_VERSION) throw new RangeError(`a block of points of version ${version}, not ${BLOCK_VERSION}`);
  let at = 8 * BLOCK_HEAD;
  const take = (bytes: number): number => {
    at += bytes;
    return at - bytes;
  };
  return {
    count: n,
    dimensions: D,
    first,
    centres: new Float64Array(buffer, take(8 * D), D),
    ordinals: new Uint32Array(buffer, take(4 * n), n),
    coordinates: new Float32Array(buffer, take(4 * n * D), n * D),
    scores: new Float32Array(buffer, take(4 * n), n),
    ids: new Int32Array(buffer, take(4 * C), C),
    places: new Uint16Array(buffer, take(2 * n * SHARES), n * SHARES),
    shares: new Uint8Array(buffer, take(n * SHARES), n * SHARES),
    flags: new Uint8Array(buffer, take(n), n),
  };
}
