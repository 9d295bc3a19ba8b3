/** Shorter copies are quicker in a loop: a view costs more than it moves, and points may come one by one. */
const VIEW_PAYS = 48;

/** Copies `length` numbers. */
export function copy(from: Float64Array, at: number, to: Float64Array, where: number, length: number): void {
  if (length < VIEW_PAYS) for (let i = 0; i < length; i++) to[where + i] = from[at + i]!;
  else to.set(at === 0 && length === from.length ? from : from.subarray(at, at + length), where);
}

/**
 * Copies `rows` rows of `length` numbers between arrays whose rows are `fromStride` and `toStride` long; after every
 * `group` rows, when it is given, the wider array has as many rows more as its rows are longer.
 */
export function copyRows(
  from: Float64Array,
  fromStride: number,
  to: Float64Array,
  toStride: number,
  rows: number,
  length: number,
  group = 0,
): void {
  if (fromStride === toStride) {
    copy(from, 0, to, 0, rows * length);
    return;
  }
  let read = 0;
  let write = 0;
  for (let row = 1; row <= rows; row++) {
    for (let j = 0; j < length; j++) to[write + j] = from[read + j]!;
    read += fromStride;
    write += toStride;
    if (group > 0 && row % group === 0) {
      if (fromStride > toStride) read += fromStride * (fromStride - toStride);
      else write += toStride * (toStride - fromStride);
    }
  }
}
