import type { PointBuffer } from "../point-buffer.js";
import type { RecentPoints } from "../recent-points.js";
import { StateError } from "../state-error.js";
import { bytesOf, doublesOf, pack, unpack } from "./packing.js";

/** Points in a section: what has been written once is not written again while only the end of a buffer grows. */
const CHUNK = 256;

/** Writes rows 0 … `count` as sections `name/0`, `name/1`, …. */
export function packRows(
  name: string,
  { dimensions, values, weights }: Pick<PointBuffer, "dimensions" | "values" | "weights">,
  count: number,
  sections: Map<string, Uint8Array>,
): void {
  for (let from = 0; from < count; from += CHUNK) {
    const to = Math.min(count, from + CHUNK);
    const blobs = new Map([
      ["values", bytesOf(values.subarray(from * dimensions, to * dimensions))],
      ["weights", bytesOf(weights.subarray(from, to))],
    ]);
    sections.set(`${name}/${from / CHUNK}`, pack({ kind: "points" }, blobs));
  }
}

/** Reads `count` rows back, section by section. @throws StateError when there are others than so many. */
function eachSection(
  name: string,
  count: number,
  sections: ReadonlyMap<string, Uint8Array>,
  take: (values: Float64Array, weights: Float64Array) => void,
): void {
  let rows = 0;
  for (let index = 0; rows < count; index++) {
    const chunk = sections.get(`${name}/${index}`);
    if (chunk === undefined) throw new StateError(`the state lacks section ${name}/${index}`);
    const packed = unpack(chunk, `section ${name}/${index}`);
    const weights = doublesOf(packed, "weights");
    rows += weights.length;
    take(doublesOf(packed, "values"), weights);
  }
  if (rows !== count) throw new StateError(`sections ${name}/… hold ${rows} points, the learner counts ${count}`);
}

export function packBuffer(name: string, buffer: PointBuffer, sections: Map<string, Uint8Array>): void {
  packRows(name, buffer, buffer.count, sections);
}

export function unpackBuffer(
  name: string,
  buffer: PointBuffer,
  count: number,
  sections: ReadonlyMap<string, Uint8Array>,
): PointBuffer {
  const { dimensions } = buffer;
  eachSection(name, count, sections, (values, weights) => {
    const batch = { count: weights.length, dimensions, values, weights };
    if (batch.count > buffer.room)
      throw new StateError(`sections ${name}/… hold more than the ${buffer.capacity} points there is room for`);
    buffer.append(batch, 0, batch.count);
  });
  return buffer;
}

/** Rows as they lie in memory: of a ring that is full only those that were written since change. */
export function packRecent(name: string, recent: RecentPoints, sections: Map<string, Uint8Array>): void {
  packRows(name, recent, rowsUsed(recent), sections);
}

/** Once the ring has come round every row has been used; before, those up to the next. */
function rowsUsed({ count, next, capacity }: RecentPoints): number {
  return count > next ? capacity : Math.max(count, next);
}

export function unpackRecent(
  name: string,
  recent: RecentPoints,
  { count, next }: { readonly count: number; readonly next: number },
  sections: ReadonlyMap<string, Uint8Array>,
): RecentPoints {
  recent.count = count;
  recent.next = next;
  let row = 0;
  eachSection(name, rowsUsed(recent), sections, (values, weights) => {
    recent.values.set(values, row * recent.dimensions);
    recent.weights.set(weights, row);
    row += weights.length;
  });
  return recent;
}
