import { about, count, first, P, points, second } from "./memory";
import { multiplyAdd } from "./multiply-add";

/** Adds a component's n listed points to its diagonal second moments, eight features at a time. */
export function accumulateDiagonal(k: i32, n: i32, list: usize, shares: usize): void {
  const bytes = (<usize>P) << 3;
  const counts = count + ((<usize>k) << 3);
  const sum = f64.load(counts);
  const at = (<usize>k) * bytes;
  let j: usize = 0;
  for (; j + 64 <= bytes; j += 64) f64.store(counts, addEight(at + j, points + j, n, bytes, list, shares, sum));
  for (; j < bytes; j += 16) f64.store(counts, addTwo(at + j, points + j, n, bytes, list, shares, sum));
}

function addEight(at: usize, rows: usize, n: i32, bytes: usize, list: usize, shares: usize, sum: f64): f64 {
  let sums = f64x2.splat(sum);
  const m0 = v128.load(about + at);
  const m1 = v128.load(about + at, 16);
  const m2 = v128.load(about + at, 32);
  const m3 = v128.load(about + at, 48);
  let f0 = v128.load(first + at);
  let f1 = v128.load(first + at, 16);
  let f2 = v128.load(first + at, 32);
  let f3 = v128.load(first + at, 48);
  let s0 = v128.load(second + at);
  let s1 = v128.load(second + at, 16);
  let s2 = v128.load(second + at, 32);
  let s3 = v128.load(second + at, 48);
  for (let i: i32 = 0; i < n; i++) {
    const x = rows + (<usize>load<u16>(list + ((<usize>i) << 1))) * bytes;
    const r = v128.load64_splat(shares + ((<usize>i) << 3));
    sums = f64x2.add(sums, r);
    const d0 = f64x2.sub(v128.load(x), m0);
    const rd0 = f64x2.mul(r, d0);
    f0 = f64x2.add(f0, rd0);
    s0 = multiplyAdd(rd0, d0, s0);
    const d1 = f64x2.sub(v128.load(x, 16), m1);
    const rd1 = f64x2.mul(r, d1);
    f1 = f64x2.add(f1, rd1);
    s1 = multiplyAdd(rd1, d1, s1);
    const d2 = f64x2.sub(v128.load(x, 32), m2);
    const rd2 = f64x2.mul(r, d2);
    f2 = f64x2.add(f2, rd2);
    s2 = multiplyAdd(rd2, d2, s2);
    const d3 = f64x2.sub(v128.load(x, 48), m3);
    const rd3 = f64x2.mul(r, d3);
    f3 = f64x2.add(f3, rd3);
    s3 = multiplyAdd(rd3, d3, s3);
  }
  v128.store(first + at, f0);
  v128.store(first + at, f1, 16);
  v128.store(first + at, f2, 32);
  v128.store(first + at, f3, 48);
  v128.store(second + at, s0);
  v128.store(second + at, s1, 16);
  v128.store(second + at, s2, 32);
  v128.store(second + at, s3, 48);
  return f64x2.extract_lane(sums, 0);
}

function addTwo(at: usize, rows: usize, n: i32, bytes: usize, list: usize, shares: usize, sum: f64): f64 {
  let sums = f64x2.splat(sum);
  const m = v128.load(about + at);
  let f = v128.load(first + at);
  let s = v128.load(second + at);
  for (let i: i32 = 0; i < n; i++) {
    const x = rows + (<usize>load<u16>(list + ((<usize>i) << 1))) * bytes;
    const r = v128.load64_splat(shares + ((<usize>i) << 3));
    sums = f64x2.add(sums, r);
    const d = f64x2.sub(v128.load(x), m);
    const rd = f64x2.mul(r, d);
    f = f64x2.add(f, rd);
    s = multiplyAdd(rd, d, s);
  }
  v128.store(first + at, f);
  v128.store(second + at, s);
  return f64x2.extract_lane(sums, 0);
}
