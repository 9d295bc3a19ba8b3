/** Shorter copies are quicker in a loop: a view costs more than it moves, and points may come one by one. */
const VIEW_PAYS = 48;

/** Copies `length` numbers. */
export function copy(from: Float64Array, at: number, to: Float64Array, where: number, length: number): void {
  if (length < VIEW_PAYS) for (let i = 0; i < length; i++) to[where + i] = from[at + i]!;
  else to.set(at === 0 && length === from.length ? from : from.subarray(at, at + length), where);
}

/** Copies `rows` rows of `length` numbers between arrays whose rows are `fromStride` and `toStride` long. */
export function copyRows(
  from: Float64Array,
  fromStride: number,
  to: Float64Array,
  toStride: number,
  rows: number,
  length: number,
): void {
  if (fromStride === toStride) {
    copy(from, 0, to, 0, rows * length);
    return;
  }
  for (let row = 0, read = 0, write = 0; row < rows; row++, read += fromStride, write += toStride)
    for (let j = 0; j < length; j++) to[write + j] = from[read + j]!;
}

/** Copies K matrices of D × D whose rows are so long, and as many rows apart: the lower triangles at least. */
export function copyTriangles(
  from: Float64Array,
  fromStride: number,
  to: Float64Array,
  toStride: number,
  matrices: number,
  D: number,
): void {
  if (fromStride === toStride) {
    copy(from, 0, to, 0, matrices * D * D);
    return;
  }
  for (let k = 0; k < matrices; k++) {
    let read = k * fromStride * fromStride;
    let write = k * toStride * toStride;
    for (let i = 0; i < D; i++, read += fromStride, write += toStride)
      for (let j = 0; j <= i; j++) to[write + j] = from[read + j]!;
  }
}
