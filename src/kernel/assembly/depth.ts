import { A, both, ONE, TWO_OVER_PI } from "./constants";
import { logOfPositive } from "./functions";
import { D, depth, K, mixtureWeights, tailCoefficients, tileDistances } from "./memory";

// Heavy-tailed mass depth, −log Σ_k π_k·tail(M_k²), operation by operation as ../../anomaly/mass-depth.ts has it.

/** Depths of the tile's points from their distances, to `depth` from point i on. */
export function deepen(i: i32): void {
  const out = depth + ((<usize>i) << 3);
  for (let half: usize = 0; half < 64; half += 32) {
    if (D & 1) deepenFour(tileDistances + half, out + half, true);
    else deepenFour(tileDistances + half, out + half, false);
  }
}

// @ts-ignore: decorator
@inline
function deepenFour(distances: usize, out: usize, isOdd: bool): void {
  let mass0 = f64x2.splat(0);
  let mass1 = mass0;
  let at = distances;
  const end = mixtureWeights + ((<usize>K) << 3);
  for (let w = mixtureWeights; w < end; w += 8, at += 64) {
    const weight = v128.load64_splat(w);
    mass0 = f64x2.add(mass0, f64x2.mul(weight, isOdd ? oddTail(v128.load(at)) : evenTail(v128.load(at))));
    mass1 = f64x2.add(mass1, f64x2.mul(weight, isOdd ? oddTail(v128.load(at, 16)) : evenTail(v128.load(at, 16))));
  }
  v128.store(out, negativeLog(mass0));
  v128.store(out, negativeLog(mass1), 16);
}

/** Weights may sum to a little more than 1: then 0. */
// @ts-ignore: decorator
@inline
function negativeLog(mass: v128): v128 {
  return v128.and(f64x2.neg(logOfPositive(mass)), f64x2.lt(mass, f64x2.splat(1)));
}

// @ts-ignore: decorator
@inline
function evenTail(squared: v128): v128 {
  const one = both(ONE);
  const z = f64x2.div(one, f64x2.add(one, squared));
  return f64x2.mul(f64x2.sqrt(z), horner(D >> 1, f64x2.sub(one, z)));
}

// @ts-ignore: decorator
@inline
function oddTail(squared: v128): v128 {
  const one = both(ONE);
  const z = f64x2.div(one, f64x2.add(one, squared));
  const distance = f64x2.sqrt(squared);
  const rest = f64x2.mul(f64x2.mul(distance, z), horner(D >> 1, f64x2.sub(one, z)));
  return f64x2.add(f64x2.mul(both(TWO_OVER_PI), atanOfPositive(f64x2.div(one, distance))), rest);
}

// @ts-ignore: decorator
@inline
function horner(count: i32, x: v128): v128 {
  let sum = f64x2.splat(0);
  for (let at = tailCoefficients + ((<usize>count) << 3); at > tailCoefficients; ) {
    at -= 8;
    sum = f64x2.add(f64x2.mul(sum, x), v128.load64_splat(at));
  }
  return sum;
}

/** Arctangent of positive numbers and infinity. */
function atanOfPositive(y: v128): v128 {
  const b = f64x2.ge(y, f64x2.splat(0.4375));
  const c = f64x2.ge(y, f64x2.splat(0.6875));
  const d = f64x2.ge(y, f64x2.splat(1.1875));
  const e = f64x2.ge(y, f64x2.splat(2.4375));
  const high = choose(b, c, d, e, 0, 0.4636476090008061, 0.7853981633974483, 0.982793723247329, 1.5707963267948966);
  const low = choose(
    b,
    c,
    d,
    e,
    0,
    2.2698777452961687e-17,
    3.061616997868383e-17,
    1.3903311031230998e-17,
    6.123233995736766e-17,
  );
  const scale = choose(b, c, d, e, 1, 2, 1, 1, 0);
  const shift = choose(b, c, d, e, 0, -1, -1, -1.5, -1);
  const slope = choose(b, c, d, e, 0, 1, 1, 1.5, 1);
  const offset = choose(b, c, d, e, 1, 2, 1, 1, 0);
  const t = f64x2.div(f64x2.add(f64x2.mul(y, scale), shift), f64x2.add(f64x2.mul(y, slope), offset));
  const result = f64x2.sub(high, f64x2.sub(f64x2.sub(f64x2.mul(t, missing(t)), low), t));
  const isSmall = f64x2.lt(y, f64x2.splat(7.450580596923828e-9));
  const isHuge = f64x2.ge(y, f64x2.splat(1e300));
  return v128.bitselect(f64x2.splat(1.5707963267948966), v128.bitselect(y, result, isSmall), isHuge);
}

// @ts-ignore: decorator
@inline
function choose(b: v128, c: v128, d: v128, e: v128, v0: f64, v1: f64, v2: f64, v3: f64, v4: f64): v128 {
  const low = v128.bitselect(f64x2.splat(v1), f64x2.splat(v0), b);
  const middle = v128.bitselect(f64x2.splat(v2), low, c);
  return v128.bitselect(f64x2.splat(v4), v128.bitselect(f64x2.splat(v3), middle, d), e);
}

/** 1 − atan(t)/t. */
// @ts-ignore: decorator
@inline
function missing(t: v128): v128 {
  const z = f64x2.mul(t, t);
  const w = f64x2.mul(z, z);
  let even = plus(A + 64, w, both(A + 80));
  even = plus(A + 48, w, even);
  even = plus(A + 32, w, even);
  even = plus(A + 16, w, even);
  even = plus(A, w, even);
  let odd = plus(A + 56, w, both(A + 72));
  odd = plus(A + 40, w, odd);
  odd = plus(A + 24, w, odd);
  odd = plus(A + 8, w, odd);
  return f64x2.add(f64x2.mul(z, even), f64x2.mul(w, odd));
}

// @ts-ignore: decorator
@inline
function plus(constant: usize, w: v128, rest: v128): v128 {
  return f64x2.add(both(constant), f64x2.mul(w, rest));
}
