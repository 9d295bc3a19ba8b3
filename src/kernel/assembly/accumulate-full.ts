import { about, count, first, list, listed, listShares, P, points, scaled, second } from "./memory";

/** Adds a component's n listed points to its full second moments (the lower triangle), register tile by register tile. */
export function accumulateFull(k: i32, n: i32): void {
  const bytes = (<usize>P) << 3;
  const end = (<usize>n) * bytes;
  deviate(k, n);
  addFirst(first + (<usize>k) * bytes, end, bytes);
  const matrix = second + (<usize>(k * P)) * bytes;
  for (let row: i32 = 0; row < P; row += 4) {
    const to = matrix + (<usize>row) * bytes;
    const left = scaled + ((<usize>row) << 3);
    if (row + 4 <= P) {
      for (let column: i32 = 0; column < row; column += 4)
        addSquare(to + ((<usize>column) << 3), left, listed + ((<usize>column) << 3), end, bytes);
      addTriangle(to + ((<usize>row) << 3), left, listed + ((<usize>row) << 3), end, bytes);
    } else {
      for (let column: i32 = 0; column < row; column += 4)
        addBar(to + ((<usize>column) << 3), left, listed + ((<usize>column) << 3), end, bytes);
      addCorner(to + ((<usize>row) << 3), left, listed + ((<usize>row) << 3), end, bytes);
    }
  }
}

/** Writes d = x − centre and r·d of the listed points, and adds their count. */
function deviate(k: i32, n: i32): void {
  const bytes = (<usize>P) << 3;
  const centre = about + (<usize>k) * bytes;
  let d = listed;
  let rd = scaled;
  let sum = f64.load(count + ((<usize>k) << 3));
  for (let i: i32 = 0; i < n; i++, d += bytes, rd += bytes) {
    const x = points + (<usize>i32.load(list + ((<usize>i) << 2))) * bytes;
    const share = f64.load(listShares + ((<usize>i) << 3));
    const r = f64x2.splat(share);
    sum += share;
    for (let j: usize = 0; j < bytes; j += 16) {
      const deviation = f64x2.sub(v128.load(x + j), v128.load(centre + j));
      v128.store(d + j, deviation);
      v128.store(rd + j, f64x2.mul(r, deviation));
    }
  }
  f64.store(count + ((<usize>k) << 3), sum);
}

function addFirst(to: usize, end: usize, bytes: usize): void {
  let j: usize = 0;
  for (; j + 64 <= bytes; j += 64) {
    let s0 = v128.load(to + j);
    let s1 = v128.load(to + j, 16);
    let s2 = v128.load(to + j, 32);
    let s3 = v128.load(to + j, 48);
    const rd = scaled + j;
    for (let i: usize = 0; i < end; i += bytes) {
      s0 = f64x2.add(s0, v128.load(rd + i));
      s1 = f64x2.add(s1, v128.load(rd + i, 16));
      s2 = f64x2.add(s2, v128.load(rd + i, 32));
      s3 = f64x2.add(s3, v128.load(rd + i, 48));
    }
    v128.store(to + j, s0);
    v128.store(to + j, s1, 16);
    v128.store(to + j, s2, 32);
    v128.store(to + j, s3, 48);
  }
  for (; j < bytes; j += 16) {
    let s = v128.load(to + j);
    for (let i: usize = 0; i < end; i += bytes) s = f64x2.add(s, v128.load(scaled + j + i));
    v128.store(to + j, s);
  }
}

/** Four rows, four columns. */
function addSquare(to: usize, left: usize, right: usize, end: usize, bytes: usize): void {
  const to1 = to + bytes;
  const to2 = to1 + bytes;
  const to3 = to2 + bytes;
  let a0 = v128.load(to);
  let a1 = v128.load(to, 16);
  let b0 = v128.load(to1);
  let b1 = v128.load(to1, 16);
  let c0 = v128.load(to2);
  let c1 = v128.load(to2, 16);
  let d0 = v128.load(to3);
  let d1 = v128.load(to3, 16);
  for (let i: usize = 0; i < end; i += bytes) {
    const x0 = v128.load(right + i);
    const x1 = v128.load(right + i, 16);
    const a = v128.load64_splat(left + i);
    a0 = f64x2.add(a0, f64x2.mul(a, x0));
    a1 = f64x2.add(a1, f64x2.mul(a, x1));
    const b = v128.load64_splat(left + i, 8);
    b0 = f64x2.add(b0, f64x2.mul(b, x0));
    b1 = f64x2.add(b1, f64x2.mul(b, x1));
    const c = v128.load64_splat(left + i, 16);
    c0 = f64x2.add(c0, f64x2.mul(c, x0));
    c1 = f64x2.add(c1, f64x2.mul(c, x1));
    const d = v128.load64_splat(left + i, 24);
    d0 = f64x2.add(d0, f64x2.mul(d, x0));
    d1 = f64x2.add(d1, f64x2.mul(d, x1));
  }
  v128.store(to, a0);
  v128.store(to, a1, 16);
  v128.store(to1, b0);
  v128.store(to1, b1, 16);
  v128.store(to2, c0);
  v128.store(to2, c1, 16);
  v128.store(to3, d0);
  v128.store(to3, d1, 16);
}

/** Four rows on the diagonal: two columns of the first two, four of the others. */
function addTriangle(to: usize, left: usize, right: usize, end: usize, bytes: usize): void {
  const to1 = to + bytes;
  const to2 = to1 + bytes;
  const to3 = to2 + bytes;
  let a0 = v128.load(to);
  let b0 = v128.load(to1);
  let c0 = v128.load(to2);
  let c1 = v128.load(to2, 16);
  let d0 = v128.load(to3);
  let d1 = v128.load(to3, 16);
  for (let i: usize = 0; i < end; i += bytes) {
    const x0 = v128.load(right + i);
    const x1 = v128.load(right + i, 16);
    const c = v128.load64_splat(left + i, 16);
    const d = v128.load64_splat(left + i, 24);
    a0 = f64x2.add(a0, f64x2.mul(v128.load64_splat(left + i), x0));
    b0 = f64x2.add(b0, f64x2.mul(v128.load64_splat(left + i, 8), x0));
    c0 = f64x2.add(c0, f64x2.mul(c, x0));
    c1 = f64x2.add(c1, f64x2.mul(c, x1));
    d0 = f64x2.add(d0, f64x2.mul(d, x0));
    d1 = f64x2.add(d1, f64x2.mul(d, x1));
  }
  v128.store(to, a0);
  v128.store(to1, b0);
  v128.store(to2, c0);
  v128.store(to2, c1, 16);
  v128.store(to3, d0);
  v128.store(to3, d1, 16);
}

/** The last two rows, four columns. */
function addBar(to: usize, left: usize, right: usize, end: usize, bytes: usize): void {
  const to1 = to + bytes;
  let a0 = v128.load(to);
  let a1 = v128.load(to, 16);
  let b0 = v128.load(to1);
  let b1 = v128.load(to1, 16);
  for (let i: usize = 0; i < end; i += bytes) {
    const x0 = v128.load(right + i);
    const x1 = v128.load(right + i, 16);
    const a = v128.load64_splat(left + i);
    const b = v128.load64_splat(left + i, 8);
    a0 = f64x2.add(a0, f64x2.mul(a, x0));
    a1 = f64x2.add(a1, f64x2.mul(a, x1));
    b0 = f64x2.add(b0, f64x2.mul(b, x0));
    b1 = f64x2.add(b1, f64x2.mul(b, x1));
  }
  v128.store(to, a0);
  v128.store(to, a1, 16);
  v128.store(to1, b0);
  v128.store(to1, b1, 16);
}

/** The last two rows and columns. */
function addCorner(to: usize, left: usize, right: usize, end: usize, bytes: usize): void {
  const to1 = to + bytes;
  let a0 = v128.load(to);
  let b0 = v128.load(to1);
  for (let i: usize = 0; i < end; i += bytes) {
    const x0 = v128.load(right + i);
    a0 = f64x2.add(a0, f64x2.mul(v128.load64_splat(left + i), x0));
    b0 = f64x2.add(b0, f64x2.mul(v128.load64_splat(left + i, 8), x0));
  }
  v128.store(to, a0);
  v128.store(to1, b0);
}
