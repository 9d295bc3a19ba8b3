import { about, count, first, listed, P, points, scaled, second } from "./memory";
import { multiplyAdd } from "./multiply-add";

/** Adds a component's n listed points, with their shares, to its full second moments (the lower triangle), register tile by register tile. */
export function accumulateFull(k: i32, n: i32, list: usize, shares: usize): void {
  const bytes = (<usize>P) << 3;
  const end = (<usize>n) * bytes;
  deviate(k, n, list, shares);
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

/** Writes d = x − centre and r·d of the listed points, and adds their count and their r·d, eight features at a time. */
function deviate(k: i32, n: i32, list: usize, shares: usize): void {
  const bytes = (<usize>P) << 3;
  const counts = count + ((<usize>k) << 3);
  const sum = f64.load(counts);
  const at = (<usize>k) * bytes;
  let j: usize = 0;
  for (; j + 64 <= bytes; j += 64)
    f64.store(counts, deviateEight(about + at + j, first + at + j, j, n, bytes, list, shares, sum));
  for (; j < bytes; j += 16)
    f64.store(counts, deviateTwo(about + at + j, first + at + j, j, n, bytes, list, shares, sum));
}

function deviateEight(
  centre: usize,
  to: usize,
  j: usize,
  n: i32,
  bytes: usize,
  list: usize,
  shares: usize,
  sum: f64,
): f64 {
  const m0 = v128.load(centre);
  const m1 = v128.load(centre, 16);
  const m2 = v128.load(centre, 32);
  const m3 = v128.load(centre, 48);
  let s0 = v128.load(to);
  let s1 = v128.load(to, 16);
  let s2 = v128.load(to, 32);
  let s3 = v128.load(to, 48);
  const rows = points + j;
  let d = listed + j;
  let rd = scaled + j;
  let sums = f64x2.splat(sum);
  for (let i: i32 = 0; i < n; i++, d += bytes, rd += bytes) {
    const x = rows + (<usize>load<u16>(list + ((<usize>i) << 1))) * bytes;
    const r = v128.load64_splat(shares + ((<usize>i) << 3));
    sums = f64x2.add(sums, r);
    const d0 = f64x2.sub(v128.load(x), m0);
    const d1 = f64x2.sub(v128.load(x, 16), m1);
    const d2 = f64x2.sub(v128.load(x, 32), m2);
    const d3 = f64x2.sub(v128.load(x, 48), m3);
    v128.store(d, d0);
    v128.store(d, d1, 16);
    v128.store(d, d2, 32);
    v128.store(d, d3, 48);
    const rd0 = f64x2.mul(r, d0);
    const rd1 = f64x2.mul(r, d1);
    const rd2 = f64x2.mul(r, d2);
    const rd3 = f64x2.mul(r, d3);
    v128.store(rd, rd0);
    v128.store(rd, rd1, 16);
    v128.store(rd, rd2, 32);
    v128.store(rd, rd3, 48);
    s0 = f64x2.add(s0, rd0);
    s1 = f64x2.add(s1, rd1);
    s2 = f64x2.add(s2, rd2);
    s3 = f64x2.add(s3, rd3);
  }
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
  return f64x2.extract_lane(sums, 0);
}

function deviateTwo(
  centre: usize,
  to: usize,
  j: usize,
  n: i32,
  bytes: usize,
  list: usize,
  shares: usize,
  sum: f64,
): f64 {
  let sums = f64x2.splat(sum);
  const m = v128.load(centre);
  let s = v128.load(to);
  let at = j;
  for (let i: i32 = 0; i < n; i++, at += bytes) {
    const x = points + j + (<usize>load<u16>(list + ((<usize>i) << 1))) * bytes;
    const d = f64x2.sub(v128.load(x), m);
    const r = v128.load64_splat(shares + ((<usize>i) << 3));
    sums = f64x2.add(sums, r);
    const rd = f64x2.mul(r, d);
    v128.store(listed + at, d);
    v128.store(scaled + at, rd);
    s = f64x2.add(s, rd);
  }
  v128.store(to, s);
  return f64x2.extract_lane(sums, 0);
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
    a0 = multiplyAdd(a, x0, a0);
    a1 = multiplyAdd(a, x1, a1);
    const b = v128.load64_splat(left + i, 8);
    b0 = multiplyAdd(b, x0, b0);
    b1 = multiplyAdd(b, x1, b1);
    const c = v128.load64_splat(left + i, 16);
    c0 = multiplyAdd(c, x0, c0);
    c1 = multiplyAdd(c, x1, c1);
    const d = v128.load64_splat(left + i, 24);
    d0 = multiplyAdd(d, x0, d0);
    d1 = multiplyAdd(d, x1, d1);
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
    a0 = multiplyAdd(v128.load64_splat(left + i), x0, a0);
    b0 = multiplyAdd(v128.load64_splat(left + i, 8), x0, b0);
    c0 = multiplyAdd(c, x0, c0);
    c1 = multiplyAdd(c, x1, c1);
    d0 = multiplyAdd(d, x0, d0);
    d1 = multiplyAdd(d, x1, d1);
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
    a0 = multiplyAdd(a, x0, a0);
    a1 = multiplyAdd(a, x1, a1);
    b0 = multiplyAdd(b, x0, b0);
    b1 = multiplyAdd(b, x1, b1);
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
    a0 = multiplyAdd(v128.load64_splat(left + i), x0, a0);
    b0 = multiplyAdd(v128.load64_splat(left + i, 8), x0, b0);
  }
  v128.store(to, a0);
  v128.store(to1, b0);
}
