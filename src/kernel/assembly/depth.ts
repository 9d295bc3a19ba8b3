import {
  A,
  both,
  FAR,
  HALF_PI,
  HALF_PI_LOW,
  NEAR,
  ONE,
  QUARTER_PI,
  QUARTER_PI_LOW,
  TWO_OVER_PI,
} from "./constants";
import { logOfPositive } from "./functions";
import { D, depth, K, mixtureWeights, tailCoefficients, tileDistances } from "./memory";

// Heavy-tailed mass depth, −log Σ_k π_k·tail(M_k²), operation by operation as ../../anomaly/mass-depth.ts has it.

/**
 * Depths of the tile's points from their distances, to `depth` from point i on. Eight points side by side, each step for
 * all of them before the next: a tail is one long chain, and processors do not look far enough ahead to find another.
 */
export function deepen(i: i32): void {
  const out = depth + ((<usize>i) << 3);
  if (D & 1) deepenTile(out, true);
  else deepenTile(out, false);
}

// @ts-ignore: decorator
@inline
function deepenTile(out: usize, isOdd: bool): void {
  const one = both(ONE);
  let mass0 = f64x2.splat(0);
  let mass1 = mass0;
  let mass2 = mass0;
  let mass3 = mass0;
  let at = tileDistances;
  const first = tailCoefficients;
  const last = first + ((<usize>(D >> 1)) << 3);
  const end = mixtureWeights + ((<usize>K) << 3);
  for (let w = mixtureWeights; w < end; w += 8, at += 64) {
    const s0 = v128.load(at);
    const s1 = v128.load(at, 16);
    const s2 = v128.load(at, 32);
    const s3 = v128.load(at, 48);
    const z0 = f64x2.div(one, f64x2.add(one, s0));
    const z1 = f64x2.div(one, f64x2.add(one, s1));
    const z2 = f64x2.div(one, f64x2.add(one, s2));
    const z3 = f64x2.div(one, f64x2.add(one, s3));
    // √z for an even D, M·z for an odd one.
    const d0 = f64x2.sqrt(isOdd ? s0 : z0);
    const d1 = f64x2.sqrt(isOdd ? s1 : z1);
    const d2 = f64x2.sqrt(isOdd ? s2 : z2);
    const d3 = f64x2.sqrt(isOdd ? s3 : z3);
    const x0 = f64x2.sub(one, z0);
    const x1 = f64x2.sub(one, z1);
    const x2 = f64x2.sub(one, z2);
    const x3 = f64x2.sub(one, z3);
    let tail0 = f64x2.splat(0);
    let tail1 = tail0;
    let tail2 = tail0;
    let tail3 = tail0;
    for (let c = last; c > first; ) {
      c -= 8;
      const coefficient = both(c);
      tail0 = f64x2.add(f64x2.mul(tail0, x0), coefficient);
      tail1 = f64x2.add(f64x2.mul(tail1, x1), coefficient);
      tail2 = f64x2.add(f64x2.mul(tail2, x2), coefficient);
      tail3 = f64x2.add(f64x2.mul(tail3, x3), coefficient);
    }
    tail0 = f64x2.mul(isOdd ? f64x2.mul(d0, z0) : d0, tail0);
    tail1 = f64x2.mul(isOdd ? f64x2.mul(d1, z1) : d1, tail1);
    tail2 = f64x2.mul(isOdd ? f64x2.mul(d2, z2) : d2, tail2);
    tail3 = f64x2.mul(isOdd ? f64x2.mul(d3, z3) : d3, tail3);
    if (isOdd) {
      const t0 = reduced(d0);
      const t1 = reduced(d1);
      const t2 = reduced(d2);
      const t3 = reduced(d3);
      const u0 = f64x2.mul(t0, t0);
      const u1 = f64x2.mul(t1, t1);
      const u2 = f64x2.mul(t2, t2);
      const u3 = f64x2.mul(t3, t3);
      const v0 = f64x2.mul(u0, u0);
      const v1 = f64x2.mul(u1, u1);
      const v2 = f64x2.mul(u2, u2);
      const v3 = f64x2.mul(u3, u3);
      let even0 = both(A + 80);
      let even1 = even0;
      let even2 = even0;
      let even3 = even0;
      for (let c = A + 64; c >= A; c -= 16) {
        const coefficient = both(c);
        even0 = f64x2.add(coefficient, f64x2.mul(v0, even0));
        even1 = f64x2.add(coefficient, f64x2.mul(v1, even1));
        even2 = f64x2.add(coefficient, f64x2.mul(v2, even2));
        even3 = f64x2.add(coefficient, f64x2.mul(v3, even3));
      }
      let odd0 = both(A + 72);
      let odd1 = odd0;
      let odd2 = odd0;
      let odd3 = odd0;
      for (let c = A + 56; c >= A + 8; c -= 16) {
        const coefficient = both(c);
        odd0 = f64x2.add(coefficient, f64x2.mul(v0, odd0));
        odd1 = f64x2.add(coefficient, f64x2.mul(v1, odd1));
        odd2 = f64x2.add(coefficient, f64x2.mul(v2, odd2));
        odd3 = f64x2.add(coefficient, f64x2.mul(v3, odd3));
      }
      const turn = both(TWO_OVER_PI);
      tail0 = f64x2.add(f64x2.mul(turn, acot(d0, t0, f64x2.add(f64x2.mul(u0, even0), f64x2.mul(v0, odd0)))), tail0);
      tail1 = f64x2.add(f64x2.mul(turn, acot(d1, t1, f64x2.add(f64x2.mul(u1, even1), f64x2.mul(v1, odd1)))), tail1);
      tail2 = f64x2.add(f64x2.mul(turn, acot(d2, t2, f64x2.add(f64x2.mul(u2, even2), f64x2.mul(v2, odd2)))), tail2);
      tail3 = f64x2.add(f64x2.mul(turn, acot(d3, t3, f64x2.add(f64x2.mul(u3, even3), f64x2.mul(v3, odd3)))), tail3);
    }
    const weight = both(w);
    mass0 = f64x2.add(mass0, f64x2.mul(weight, tail0));
    mass1 = f64x2.add(mass1, f64x2.mul(weight, tail1));
    mass2 = f64x2.add(mass2, f64x2.mul(weight, tail2));
    mass3 = f64x2.add(mass3, f64x2.mul(weight, tail3));
  }
  v128.store(out, negativeLog(mass0));
  v128.store(out, negativeLog(mass1), 16);
  v128.store(out, negativeLog(mass2), 32);
  v128.store(out, negativeLog(mass3), 48);
}

/** The argument that acot's series takes for a distance: see ../functions/acot.ts, all of its cases at once. */
// @ts-ignore: decorator
@inline
function reduced(x: v128): v128 {
  const isNear = f64x2.lt(x, both(FAR));
  const one = both(ONE);
  const ratio = f64x2.div(f64x2.sub(one, v128.and(isNear, x)), f64x2.add(x, v128.and(isNear, one)));
  return v128.bitselect(f64x2.neg(x), ratio, f64x2.lt(x, both(NEAR)));
}

/** acot of x from its reduced argument t and 1 − atan(t)/t. */
// @ts-ignore: decorator
@inline
function acot(x: v128, t: v128, missing: v128): v128 {
  const isNear = f64x2.lt(x, both(FAR));
  const isNearest = f64x2.lt(x, both(NEAR));
  const high = v128.bitselect(both(HALF_PI), v128.and(isNear, both(QUARTER_PI)), isNearest);
  const low = v128.bitselect(both(HALF_PI_LOW), v128.and(isNear, both(QUARTER_PI_LOW)), isNearest);
  return f64x2.sub(high, f64x2.sub(f64x2.sub(f64x2.mul(t, missing), low), t));
}

/** Weights may sum to a little more than 1: then 0. */
// @ts-ignore: decorator
@inline
function negativeLog(mass: v128): v128 {
  return v128.and(f64x2.neg(logOfPositive(mass)), f64x2.lt(mass, f64x2.splat(1)));
}
