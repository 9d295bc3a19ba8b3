import { accumulateDiagonal } from "./accumulate-diagonal";
import { accumulateFull } from "./accumulate-full";
import { both, ONE } from "./constants";
import { expOfNegative, logOfNormal } from "./functions";
import { binGuesses, listOthers, pointAt, start } from "./lists";
import {
  constant,
  cuts,
  guessPoints,
  guessShares,
  guessStarts,
  isFull,
  K,
  largest,
  limits,
  list,
  listShares,
  logDensity,
  negligible,
  otherEnds,
  otherPoints,
  otherShares,
  otherStarts,
  P,
  responsibilities,
  sums,
  thresholds,
  TILE,
  tileShares,
  weights,
} from "./memory";
import { isJudged, screen } from "./screen";
import { solveGathered, solveWithin } from "./solve";
import { gatherDeviations } from "./tiles";

/** Where rows are shorter, asking half-way whether the rest is needed takes as long as the rest. */
const LONG: i32 = 10;

/**
 * E-step of the first n points with the components that can have a share in them: the guess of each point is solved
 * first, then whoever's bound reaches the threshold that follows from it. Returns how many pairs were to be solved.
 */
export function expectSparsely(n: i32, tightly: bool): i32 {
  screen(n, tightly);
  binGuesses(n);
  for (let k: i32 = 0; k < K; k++) solveGuesses(k);
  setThresholds(n);
  listOthers(n);
  for (let k: i32 = 0; k < K; k++) solveOthers(k);
  memory.fill(sums, 0, (<usize>n) << 3);
  for (let k: i32 = 0; k < K; k++) {
    share(guessPoints, guessShares, start(guessStarts, k), start(guessStarts, k + 1));
    share(otherPoints, otherShares, start(otherStarts, k), start(otherEnds, k));
  }
  finish(n);
  memory.fill(responsibilities, 0, ((<usize>(n * K)) << 3));
  for (let k: i32 = 0; k < K; k++) {
    scatter(k, guessPoints, guessShares, start(guessStarts, k), start(guessStarts, k + 1));
    scatter(k, otherPoints, otherShares, start(otherStarts, k), start(otherEnds, k));
  }
  return n + start(otherStarts, K);
}

/** Log joint densities of the points whose guess is component k, which are their largest so far. */
function solveGuesses(k: i32): void {
  const joints = tileShares + ((<usize>k) << 6);
  const to = start(guessStarts, k + 1);
  for (let i = start(guessStarts, k); i < to; i += TILE) {
    const n = min(TILE, to - i);
    gatherDeviations(k, guessPoints + ((<usize>i) << 1));
    solveGathered(k);
    const shares = guessShares + ((<usize>i) << 3);
    for (let at: usize = 0; at < 64; at += 16) v128.store(shares + at, v128.load(joints + at));
    for (let e: i32 = 0; e < n; e++)
      f64.store(largest + (pointAt(guessPoints, i + e) << 3), f64.load(joints + ((<usize>e) << 3)));
  }
}

/** The same of the others, as far as they may have a share: whoever turns out to have none leaves the list. */
function solveOthers(k: i32): void {
  const joints = tileShares + ((<usize>k) << 6);
  const to = start(otherStarts, k + 1);
  const from = start(otherStarts, k);
  let kept = from;
  for (let i = from; i < to; i += TILE) {
    const n = min(TILE, to - i);
    gatherDeviations(k, otherPoints + ((<usize>i) << 1));
    if (P >= LONG) {
      setLimits(k, i);
      solveWithin(k);
    } else solveGathered(k);
    if (!isAnyBeyond(joints, i)) continue;
    for (let e: i32 = 0; e < n; e++) {
      const point = pointAt(otherPoints, i + e);
      const joint = f64.load(joints + ((<usize>e) << 3));
      const most = f64.load(largest + (point << 3));
      if (joint < most - negligible) continue;
      store<u16>(otherPoints + ((<usize>kept) << 1), <u16>point);
      f64.store(otherShares + ((<usize>kept) << 3), joint);
      kept++;
      if (most < joint) f64.store(largest + (point << 3), joint);
    }
  }
  i32.store(otherEnds + ((<usize>k) << 2), kept);
}

/** Distances at which the tile's points have no share in component k. */
function setLimits(k: i32, i: i32): void {
  const constantK = v128.load64_splat(constant + ((<usize>k) << 3));
  const margin = f64x2.mul(f64x2.splat(1e-9), f64x2.add(both(ONE), f64x2.abs(constantK)));
  const raised = f64x2.add(constantK, margin);
  for (let e: i32 = 0; e < TILE; e += 2) {
    const limit = f64x2.sub(raised, cutsOfTwo(i + e));
    v128.store(limits + ((<usize>e) << 3), f64x2.add(limit, limit));
  }
}

/** Whether one of the tile's points may have a share. Who stands behind the last of the list does not matter. */
function isAnyBeyond(joints: usize, i: i32): bool {
  let isBelow = i64x2.splat(-1);
  for (let e: i32 = 0; e < TILE; e += 2)
    isBelow = v128.and(isBelow, f64x2.lt(v128.load(joints + ((<usize>e) << 3)), cutsOfTwo(i + e)));
  return !i64x2.all_true(isBelow);
}

// @ts-ignore: decorator
@inline
function cutsOfTwo(i: i32): v128 {
  const a = cuts + (pointAt(otherPoints, i) << 3);
  const b = cuts + (pointAt(otherPoints, i + 1) << 3);
  return v128.load64_lane(b, v128.load64_zero(a), 1);
}

/** What a component has to reach. Single precision rounds: what is judged by it lies a little above the threshold. */
function setThresholds(n: i32): void {
  const tiny = f64x2.splat(-1e-9);
  const down = f64x2.splat(-1e-6);
  const limit = f64x2.splat(negligible);
  for (let i: i32 = 0; i < n; i += 4) {
    const at = (<usize>i) << 3;
    const a = f64x2.sub(v128.load(largest + at), limit);
    const b = f64x2.sub(v128.load(largest + at, 16), limit);
    const sizeA = f64x2.add(f64x2.abs(a), both(ONE));
    const sizeB = f64x2.add(f64x2.abs(b), both(ONE));
    v128.store(cuts + at, f64x2.add(a, f64x2.mul(sizeA, tiny)));
    v128.store(cuts + at, f64x2.add(b, f64x2.mul(sizeB, tiny)), 16);
    const low = f32x4.demote_f64x2_zero(f64x2.add(a, f64x2.mul(sizeA, down)));
    const high = f32x4.demote_f64x2_zero(f64x2.add(b, f64x2.mul(sizeB, down)));
    const threshold = v128.shuffle<f64>(low, high, 0, 2);
    const to = (<usize>i) << 2;
    // A point that may not be judged keeps every component.
    v128.store(thresholds + to, v128.bitselect(threshold, f32x4.splat(-Infinity), isJudged(to)));
  }
}

/** Turns log joint densities into shares of the largest, and adds them up; components come in ascending order. */
function share(points: usize, shares: usize, from: i32, to: i32): void {
  const limit = f64x2.splat(negligible);
  for (let i = from; i < to; i += 2) {
    const a = pointAt(points, i) << 3;
    const b = i + 1 < to ? pointAt(points, i + 1) << 3 : a;
    const at = shares + ((<usize>i) << 3);
    const joint = v128.load(at);
    const top = v128.load64_lane(largest + b, v128.load64_zero(largest + a), 1);
    const part = partOf(joint, top, limit);
    f64.store(sums + a, f64.load(sums + a) + f64x2.extract_lane(part, 0));
    if (i + 1 < to) {
      v128.store(at, part);
      f64.store(sums + b, f64.load(sums + b) + f64x2.extract_lane(part, 1));
    } else f64.store(at, f64x2.extract_lane(part, 0));
  }
}

// @ts-ignore: decorator
@inline
function partOf(joint: v128, top: v128, limit: v128): v128 {
  // e^0 is 1: most guesses are right.
  if (i64x2.all_true(f64x2.eq(joint, top))) return both(ONE);
  const isNothing = f64x2.lt(joint, f64x2.sub(top, limit));
  return v128.andnot(expOfNegative(f64x2.sub(joint, top)), isNothing);
}

/** Log densities, and the reciprocals of the sums. */
function finish(n: i32): void {
  const one = both(ONE);
  for (let i: i32 = 0; i < n; i += 2) {
    const at = (<usize>i) << 3;
    const sum = v128.load(sums + at);
    // The logarithm of 1 is 0: most points have a component of their own.
    if (i64x2.all_true(f64x2.eq(sum, one))) {
      v128.store(logDensity + at, v128.load(largest + at));
      continue;
    }
    v128.store(logDensity + at, f64x2.add(v128.load(largest + at), logOfNormal(sum)));
    v128.store(sums + at, f64x2.div(one, sum));
  }
}

function scatter(k: i32, points: usize, shares: usize, from: i32, to: i32): void {
  const bytes = (<usize>K) << 3;
  const column = responsibilities + ((<usize>k) << 3);
  for (let i = from; i < to; i++) {
    const point = pointAt(points, i);
    const at = shares + ((<usize>i) << 3);
    const r = f64.load(at) * f64.load(sums + (point << 3));
    f64.store(at, r);
    f64.store(column + point * bytes, r);
  }
}

/** Adds the points of the last sparse E-step to the sums: both lists of a component, merged in ascending order. */
export function accumulateSparsely(weighted: bool): void {
  for (let k: i32 = 0; k < K; k++) {
    const g = start(guessStarts, k);
    const isMerged = weighted || start(otherStarts, k) != start(otherEnds, k);
    const n = isMerged ? merge(k, weighted) : start(guessStarts, k + 1) - g;
    if (n == 0) continue;
    const points = isMerged ? list : guessPoints + ((<usize>g) << 1);
    const shares = isMerged ? listShares : guessShares + ((<usize>g) << 3);
    if (isFull) accumulateFull(k, n, points, shares);
    else accumulateDiagonal(k, n, points, shares);
  }
}

function merge(k: i32, weighted: bool): i32 {
  let g = start(guessStarts, k);
  let o = start(otherStarts, k);
  const lastG = start(guessStarts, k + 1);
  const lastO = start(otherEnds, k);
  let n: i32 = 0;
  while (g < lastG || o < lastO) {
    const isGuess = o >= lastO || (g < lastG && pointAt(guessPoints, g) < pointAt(otherPoints, o));
    const point = isGuess ? pointAt(guessPoints, g) : pointAt(otherPoints, o);
    let r = isGuess ? f64.load(guessShares + ((<usize>g) << 3)) : f64.load(otherShares + ((<usize>o) << 3));
    if (isGuess) g++;
    else o++;
    if (weighted) r *= f64.load(weights + (point << 3));
    store<u16>(list + ((<usize>n) << 1), <u16>point);
    f64.store(listShares + ((<usize>n) << 3), r);
    n += i32(r != 0);
  }
  return n;
}
