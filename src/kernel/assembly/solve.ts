import { both, LARGEST, MINUS_HALF } from "./constants";
import {
  constant,
  D,
  deviations,
  isFull,
  limits,
  means,
  P,
  tile,
  tileDistances,
  tileShares,
  whitening,
  whiteningSize,
} from "./memory";
import { multiplyAdd } from "./multiply-add";

/**
 * Log joint densities of the tile's points and component k, into its row of `tileShares`. Squared Mahalanobis distances
 * end at LARGEST; those of points with a missing coordinate are NaN.
 */
export function solve(k: i32): void {
  if (isFull) solveFull(k, false, false, false);
  else solveDiagonal(k, false, false, false);
}

/** The same of points whose deviations from the component's mean were gathered. */
export function solveGathered(k: i32): void {
  if (isFull) solveFull(k, true, false, false);
  else solveDiagonal(k, true, false, false);
}

/** As `solve`, and the distances into the component's row of `tileDistances`. */
export function solveAndKeep(k: i32): void {
  if (isFull) solveFull(k, false, false, true);
  else solveDiagonal(k, false, false, true);
}

/** As `solveGathered`, but once all the points' distances reach their limit it stops: they have no share. */
export function solveWithin(k: i32): void {
  if (isFull) solveFull(k, true, true, false);
  else solveDiagonal(k, true, true, false);
}

/**
 * ‖W(x − μ)‖² row pair by row pair. The matrix is stored in the order of its use: for rows r and r + 1 (r even) and
 * j = 0 … r the entries W[r][j], W[r+1][j], then W[r+1][r+1].
 */
// @ts-ignore: decorator
@inline
function solveFull(k: i32, isGathered: bool, isLimited: bool, keepsDistances: bool): void {
  let m = means + ((<usize>(k * P)) << 3);
  let w = whitening + ((<usize>(k * whiteningSize)) << 3);
  const start = deviations;
  const end = start + ((<usize>P) << 6);
  let x = tile;
  let q0 = f64x2.splat(0);
  let q1 = q0;
  let q2 = q0;
  let q3 = q0;
  for (let last = start; last < end; last += 128, x += 128, m += 16) {
    if (!isGathered) {
      deviate(x, last, m);
      deviate(x + 64, last + 64, m + 8);
    }
    let z0 = f64x2.splat(0);
    let z1 = z0;
    let z2 = z0;
    let z3 = z0;
    let y0 = z0;
    let y1 = z0;
    let y2 = z0;
    let y3 = z0;
    let d = start;
    do {
      const a = v128.load64_splat(w);
      const b = v128.load64_splat(w, 8);
      const d0 = v128.load(d);
      const d1 = v128.load(d, 16);
      const d2 = v128.load(d, 32);
      const d3 = v128.load(d, 48);
      z0 = multiplyAdd(a, d0, z0);
      z1 = multiplyAdd(a, d1, z1);
      z2 = multiplyAdd(a, d2, z2);
      z3 = multiplyAdd(a, d3, z3);
      y0 = multiplyAdd(b, d0, y0);
      y1 = multiplyAdd(b, d1, y1);
      y2 = multiplyAdd(b, d2, y2);
      y3 = multiplyAdd(b, d3, y3);
      w += 16;
      d += 64;
    } while (d <= last);
    const b = v128.load64_splat(w);
    w += 8;
    q0 = multiplyAdd(z0, z0, q0);
    q1 = multiplyAdd(z1, z1, q1);
    q2 = multiplyAdd(z2, z2, q2);
    q3 = multiplyAdd(z3, z3, q3);
    y0 = multiplyAdd(b, v128.load(d), y0);
    y1 = multiplyAdd(b, v128.load(d, 16), y1);
    y2 = multiplyAdd(b, v128.load(d, 32), y2);
    y3 = multiplyAdd(b, v128.load(d, 48), y3);
    q0 = multiplyAdd(y0, y0, q0);
    q1 = multiplyAdd(y1, y1, q1);
    q2 = multiplyAdd(y2, y2, q2);
    q3 = multiplyAdd(y3, y3, q3);
    if (isLimited && reachLimits(q0, q1, q2, q3)) break;
  }
  leave(k, q0, q1, q2, q3, keepsDistances);
}

// @ts-ignore: decorator
@inline
function deviate(x: usize, d: usize, m: usize): void {
  const mu = v128.load64_splat(m);
  v128.store(d, f64x2.sub(v128.load(x), mu));
  v128.store(d, f64x2.sub(v128.load(x, 16), mu), 16);
  v128.store(d, f64x2.sub(v128.load(x, 32), mu), 32);
  v128.store(d, f64x2.sub(v128.load(x, 48), mu), 48);
}

// @ts-ignore: decorator
@inline
function leave(k: i32, q0: v128, q1: v128, q2: v128, q3: v128, keepsDistances: bool): void {
  const row = (<usize>k) << 6;
  const largest = both(LARGEST);
  q0 = f64x2.pmin(q0, largest);
  q1 = f64x2.pmin(q1, largest);
  q2 = f64x2.pmin(q2, largest);
  q3 = f64x2.pmin(q3, largest);
  if (keepsDistances) {
    v128.store(tileDistances + row, q0);
    v128.store(tileDistances + row, q1, 16);
    v128.store(tileDistances + row, q2, 32);
    v128.store(tileDistances + row, q3, 48);
  }
  const c = v128.load64_splat(constant + ((<usize>k) << 3));
  const half = both(MINUS_HALF);
  const out = tileShares + row;
  v128.store(out, f64x2.add(c, f64x2.mul(half, q0)));
  v128.store(out, f64x2.add(c, f64x2.mul(half, q1)), 16);
  v128.store(out, f64x2.add(c, f64x2.mul(half, q2)), 32);
  v128.store(out, f64x2.add(c, f64x2.mul(half, q3)), 48);
}

/** Not where a distance is no number. */
// @ts-ignore: decorator
@inline
function reachLimits(q0: v128, q1: v128, q2: v128, q3: v128): bool {
  const a = v128.and(f64x2.ge(q0, v128.load(limits)), f64x2.ge(q1, v128.load(limits, 16)));
  const b = v128.and(f64x2.ge(q2, v128.load(limits, 32)), f64x2.ge(q3, v128.load(limits, 48)));
  return i64x2.all_true(v128.and(a, b));
}

// @ts-ignore: decorator
@inline
function solveDiagonal(k: i32, isGathered: bool, isLimited: bool, keepsDistances: bool): void {
  let m = means + ((<usize>(k * P)) << 3);
  let w = whitening + ((<usize>(k * whiteningSize)) << 3);
  let q0 = f64x2.splat(0);
  let q1 = q0;
  let q2 = q0;
  let q3 = q0;
  const from = isGathered ? deviations : tile;
  const end = from + ((<usize>D) << 6);
  for (let x = from; x < end; x += 64, m += 8, w += 8) {
    const mu = isGathered ? f64x2.splat(0) : v128.load64_splat(m);
    const s = v128.load64_splat(w);
    const z0 = f64x2.mul(deviation(x, mu, isGathered), s);
    const z1 = f64x2.mul(deviation(x + 16, mu, isGathered), s);
    const z2 = f64x2.mul(deviation(x + 32, mu, isGathered), s);
    const z3 = f64x2.mul(deviation(x + 48, mu, isGathered), s);
    q0 = multiplyAdd(z0, z0, q0);
    q1 = multiplyAdd(z1, z1, q1);
    q2 = multiplyAdd(z2, z2, q2);
    q3 = multiplyAdd(z3, z3, q3);
    if (isLimited && reachLimits(q0, q1, q2, q3)) break;
  }
  leave(k, q0, q1, q2, q3, keepsDistances);
}

// @ts-ignore: decorator
@inline
function deviation(x: usize, mu: v128, isGathered: bool): v128 {
  return isGathered ? v128.load(x) : f64x2.sub(v128.load(x), mu);
}
