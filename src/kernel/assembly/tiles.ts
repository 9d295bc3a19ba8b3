import { deviations, DOUBLES, K, means, P, points, shares, TILE, tile, tileScales, tileShares } from "./memory";

/** Brings points `from` … `from + TILE` into the tile, features by rows; beyond the last of n points it repeats. */
export function loadTile(from: i32, n: i32): void {
  const bytes = (<usize>P) << 3;
  let out = tile;
  for (let i: i32 = 0; i < TILE; i += 2, out += 16) {
    const a = points + (<usize>min(from + i, n - 1)) * bytes;
    const b = points + (<usize>min(from + i + 1, n - 1)) * bytes;
    loadPair(a, b, out);
  }
}

/**
 * Deviations of TILE listed points from the mean of component k, features by rows. Behind the end of a list stand other
 * points, or what was one: nobody asks for theirs.
 */
export function gatherDeviations(k: i32, list: usize): void {
  const bytes = (<usize>P) << 3;
  const mean = means + (<usize>k) * bytes;
  gatherFour(list, mean, deviations, bytes);
  gatherFour(list + 8, mean, deviations + 32, bytes);
}

// @ts-ignore: decorator
@inline
function gatherFour(list: usize, mean: usize, to: usize, bytes: usize): void {
  let a = points + (<usize>load<u16>(list)) * bytes;
  let b = points + (<usize>load<u16>(list, 2)) * bytes;
  let c = points + (<usize>load<u16>(list, 4)) * bytes;
  let d = points + (<usize>load<u16>(list, 6)) * bytes;
  for (const end = mean + bytes; mean < end; mean += 16, a += 16, b += 16, c += 16, d += 16, to += 128) {
    const m = v128.load(mean);
    const v = f64x2.sub(v128.load(a), m);
    const x = f64x2.sub(v128.load(b), m);
    const y = f64x2.sub(v128.load(c), m);
    const z = f64x2.sub(v128.load(d), m);
    v128.store(to, v128.shuffle<f64>(v, x, 0, 2));
    v128.store(to, v128.shuffle<f64>(y, z, 0, 2), 16);
    v128.store(to, v128.shuffle<f64>(v, x, 1, 3), 64);
    v128.store(to, v128.shuffle<f64>(y, z, 1, 3), 80);
  }
}

/** Two points side by side, feature below feature. */
// @ts-ignore: decorator
@inline
function loadPair(a: usize, b: usize, to: usize): void {
  const bytes = (<usize>P) << 3;
  for (let j: usize = 0; j < bytes; j += 16, to += 128) {
    const x = v128.load(a + j);
    const y = v128.load(b + j);
    v128.store(to, v128.shuffle<f64>(x, y, 0, 2));
    v128.store(to, v128.shuffle<f64>(x, y, 1, 3), 64);
  }
}

/** Scales the tile's shares, and writes them by component and, for `rows` points from `to` on, as rows of K. */
export function storeShares(i: i32, to: usize, rows: i32): void {
  const bytes = (<usize>K) << 3;
  const row: usize = (<usize>DOUBLES) << 3;
  let from = tileShares;
  let scale = tileScales;
  let column = shares + ((<usize>i) << 3);
  for (let e: i32 = 0; e < rows; e += 2, from += 16, scale += 16, column += 16, to += 2 * bytes) {
    const isPair = e + 1 < rows;
    const s = v128.load(scale);
    let at = from;
    let out = column;
    let k: usize = 0;
    for (; k + 16 <= bytes; k += 16, at += 128, out += 2 * row) {
      const x = f64x2.mul(v128.load(at), s);
      const y = f64x2.mul(v128.load(at, 64), s);
      v128.store(out, x);
      v128.store(out + row, y);
      v128.store(to + k, v128.shuffle<f64>(x, y, 0, 2));
      if (isPair) v128.store(to + bytes + k, v128.shuffle<f64>(x, y, 1, 3));
    }
    if (k < bytes) {
      const x = f64x2.mul(v128.load(at), s);
      v128.store(out, x);
      v128.store64_lane(to + k, x, 0);
      if (isPair) v128.store64_lane(to + bytes + k, x, 1);
    }
  }
}

/** Writes K rows of TILE numbers as rows of K, for `rows` points from `to` on. */
export function storeTile(from: usize, to: usize, rows: i32): void {
  const bytes = (<usize>K) << 3;
  for (let i: i32 = 0; i < rows; i += 2, from += 16, to += 2 * bytes) {
    const isPair = i + 1 < rows;
    let at = from;
    let k: usize = 0;
    for (; k + 16 <= bytes; k += 16, at += 128) {
      const x = v128.load(at);
      const y = v128.load(at, 64);
      v128.store(to + k, v128.shuffle<f64>(x, y, 0, 2));
      if (isPair) v128.store(to + bytes + k, v128.shuffle<f64>(x, y, 1, 3));
    }
    if (k < bytes) {
      f64.store(to + k, f64.load(at));
      if (isPair) f64.store(to + bytes + k, f64.load(at, 8));
    }
  }
}
