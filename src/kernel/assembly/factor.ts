import { logOfPositive } from "./functions";
import { covariances, D, factors, inverses, K, logDeterminants, packed } from "./memory";

// Cholesky factors of two components side by side, as ../cholesky.ts makes one: the same operations in the same order.

/**
 * Whitening matrices and log determinants of all covariances; −1, or the first component whose covariance is not
 * positive definite to working precision.
 */
export function factor(): i32 {
  for (let k: i32 = 0; k < K; k += 2) {
    // An odd last one goes beside itself.
    const other = min(k + 1, K - 1);
    const bad = cholesky(matrixAt(k), matrixAt(other));
    if (bad & 1) return k;
    if (bad) return other;
    invert(k, other);
  }
  return -1;
}

// @ts-ignore: decorator
@inline
function matrixAt(k: i32): usize {
  return covariances + ((<usize>(k * D * D)) << 3);
}

// @ts-ignore: decorator
@inline
function pair(a: usize, b: usize): v128 {
  return v128.load64_lane(b, v128.load64_zero(a), 1);
}

/** Bits of the lanes that failed. */
function cholesky(a: usize, b: usize): i32 {
  const row = (<usize>D) << 4;
  const least = f64x2.splat(<f64>D * 2.220446049250313e-16);
  let good = i64x2.splat(-1);
  let li = factors;
  for (let i: i32 = 0; i < D; i++, li += row) {
    const at = (<usize>(i * D)) << 3;
    let lj = factors;
    for (let j: usize = 0; j < <usize>i; j++, lj += row) {
      const end = j << 4;
      let sum = pair(a + at + (j << 3), b + at + (j << 3));
      for (let m: usize = 0; m < end; m += 16) sum = f64x2.sub(sum, f64x2.mul(v128.load(li + m), v128.load(lj + m)));
      v128.store(li + end, f64x2.div(sum, v128.load(lj + end)));
    }
    const end = (<usize>i) << 4;
    const diagonal = pair(a + at + ((<usize>i) << 3), b + at + ((<usize>i) << 3));
    let sum = diagonal;
    for (let m: usize = 0; m < end; m += 16) sum = f64x2.sub(sum, f64x2.mul(v128.load(li + m), v128.load(li + m)));
    const isGood = v128.and(f64x2.gt(sum, f64x2.mul(least, diagonal)), f64x2.lt(sum, f64x2.splat(Infinity)));
    good = v128.and(good, isGood);
    v128.store(li + end, f64x2.sqrt(sum));
  }
  return i64x2.bitmask(good) ^ 3;
}

/** Inverts the factors, and adds up their logarithms. */
function invert(k: i32, other: i32): void {
  const row = (<usize>D) << 4;
  let half = f64x2.splat(0);
  let li = factors;
  let out = inverses;
  for (let i: usize = 0; i < <usize>D; i++, li += row) {
    const diagonal = v128.load(li + (i << 4));
    const pivot = f64x2.div(f64x2.splat(1), diagonal);
    for (let j: usize = 0; j < i; j++) {
      let sum = f64x2.splat(0);
      // Entry (m, j) of a packed triangle is m(m + 1)/2 + j along.
      let at = inverses + (((((j * (j + 1)) >> 1) + j)) << 4);
      for (let m = j; m < i; m++) {
        sum = f64x2.add(sum, f64x2.mul(v128.load(li + (m << 4)), v128.load(at)));
        at += (m + 1) << 4;
      }
      v128.store(out, f64x2.mul(f64x2.neg(sum), pivot));
      out += 16;
    }
    v128.store(out, pivot);
    out += 16;
    half = f64x2.add(half, logOfPositive(diagonal));
  }
  const size = (<usize>((D * (D + 1)) >> 1)) << 3;
  let toA = packed + (<usize>k) * size;
  let toB = packed + (<usize>other) * size;
  for (let from = inverses; from < out; from += 16, toA += 8, toB += 8) {
    v128.store64_lane(toA, v128.load(from), 0);
    v128.store64_lane(toB, v128.load(from), 1);
  }
  const twice = f64x2.add(half, half);
  v128.store64_lane(logDeterminants + ((<usize>k) << 3), twice, 0);
  v128.store64_lane(logDeterminants + ((<usize>other) << 3), twice, 1);
}
