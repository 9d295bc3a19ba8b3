import type { PointRing } from "./point-ring.js";
import { SHARES } from "./top-shares.js";

/**
 * Points as viewers get them, little-endian, column after column, each aligned to its numbers:
 *
 * float64 × 5 [{@link BLOCK_VERSION}, points n, features D, component ids C, ordinal of the first point],
 * float64 × D centres, uint32 × n ordinals after the first, float32 × nD coordinates from the centres, float32 × n
 * anomaly scores, int32 × C component ids, uint16 × 4n places among those ids and uint8 × 4n responsibilities (255 = 1)
 * of the four most responsible components, uint8 × n flags ({@link FLAGGED}, {@link WARMUP}).
 *
 * Coordinates are told from a centre, since far from 0 single precision would not tell them apart.
 */
export const BLOCK_VERSION = 1;
export const BLOCK_HEAD = 5;
export const FLAGGED = 1;
export const WARMUP = 2;

/** Size of a block but for its component ids, in bytes. */
export const blockBytes = (count: number, dimensions: number): number =>
  8 * (BLOCK_HEAD + dimensions) + count * (4 + 4 * dimensions + 4 + 3 * SHARES + 1);

/**
 * Encodes the points that were added to a ring as the `from`-th to, not including, the `to`-th.
 *
 * @param stride every how many-th of them; those that are flagged always.
 */
export function encodePoints(ring: PointRing, from: number, to: number, stride = 1): Uint8Array {
  const rows: number[] = [];
  for (let i = Math.max(from, ring.total - ring.count); i < to; i++)
    if (i % stride === 0 || ring.flagged[ring.row(i)] === 1) rows.push(ring.row(i));
  const ids = componentIds(ring, rows);
  const block = new BlockWriter(blockBytes(rows.length, ring.dimensions) + 4 * ids.size);
  const first = rows.length === 0 ? 0 : ring.ordinal[rows[0]!]!;
  block.doubles(BLOCK_HEAD).set([BLOCK_VERSION, rows.length, ring.dimensions, ids.size, first]);
  writeCoordinates(ring, rows, first, block);
  block.ints(ids.size).set([...ids.keys()]);
  writeShares(ring, rows, ids, block);
  const flags = block.bytes(rows.length);
  rows.forEach((r, i) => (flags[i] = ring.flagged[r]! * FLAGGED + ring.warmup[r]! * WARMUP));
  return block.whole;
}

/** Component ids in the order of their first use, with their places. */
function componentIds({ shareIds, shares }: PointRing, rows: readonly number[]): Map<number, number> {
  const ids = new Map<number, number>();
  for (const r of rows)
    for (let s = r * SHARES; s < (r + 1) * SHARES; s++)
      if (shares[s]! > 0 && !ids.has(shareIds[s]!)) ids.set(shareIds[s]!, ids.size);
  return ids;
}

function writeCoordinates(ring: PointRing, rows: readonly number[], first: number, block: BlockWriter): void {
  const { dimensions: D, values } = ring;
  const centres = block.doubles(D);
  const ordinals = block.wholes(rows.length);
  const coordinates = block.singles(rows.length * D);
  const scores = block.singles(rows.length);
  for (let j = 0; j < D; j++) {
    const seen = rows.find((r) => !Number.isNaN(values[r * D + j]!));
    centres[j] = seen === undefined ? 0 : values[seen * D + j]!;
  }
  rows.forEach((r, i) => {
    ordinals[i] = ring.ordinal[r]! - first;
    for (let j = 0; j < D; j++) coordinates[i * D + j] = values[r * D + j]! - centres[j]!;
    scores[i] = ring.score[r]!;
  });
}

function writeShares(
  { shareIds, shares }: PointRing,
  rows: readonly number[],
  ids: ReadonlyMap<number, number>,
  block: BlockWriter,
): void {
  const places = block.shorts(rows.length * SHARES);
  const parts = block.bytes(rows.length * SHARES);
  rows.forEach((r, i) => {
    for (let s = 0; s < SHARES; s++) {
      const share = shares[r * SHARES + s]!;
      if (share === 0) continue;
      places[i * SHARES + s] = ids.get(shareIds[r * SHARES + s]!)!;
      parts[i * SHARES + s] = Math.round(255 * share);
    }
  });
}

/** Hands out the columns of a block, one after the other. */
class BlockWriter {
  readonly whole: Uint8Array<ArrayBuffer>;
  #at = 0;

  constructor(bytes: number) {
    this.whole = new Uint8Array(bytes);
  }

  doubles = (count: number): Float64Array => new Float64Array(this.whole.buffer, this.#take(8 * count), count);
  wholes = (count: number): Uint32Array => new Uint32Array(this.whole.buffer, this.#take(4 * count), count);
  singles = (count: number): Float32Array => new Float32Array(this.whole.buffer, this.#take(4 * count), count);
  ints = (count: number): Int32Array => new Int32Array(this.whole.buffer, this.#take(4 * count), count);
  shorts = (count: number): Uint16Array => new Uint16Array(this.whole.buffer, this.#take(2 * count), count);
  bytes = (count: number): Uint8Array => new Uint8Array(this.whole.buffer, this.#take(count), count);

  #take(bytes: number): number {
    const at = this.#at;
    this.#at += bytes;
    return at;
  }
}
