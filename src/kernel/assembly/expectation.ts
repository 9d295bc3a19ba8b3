import { both, ONE } from "./constants";
import { deepen } from "./depth";
import { expOfNegative, logOfNormal } from "./functions";
import {
  K,
  logDensity,
  mahalanobis,
  negligible,
  responsibilities,
  TILE,
  tileDistances,
  tileScales,
  tileShares,
} from "./memory";
import { solve, solveAndKeep } from "./solve";
import { loadTile, storeShares, storeTile } from "./tiles";

/** E-step of the first n points of the block with every component; distances and depths where they are wanted. */
export function expectDensely(n: i32, distances: bool, depths: bool): void {
  const bytes = (<usize>K) << 3;
  for (let i: i32 = 0; i < n; i += TILE) {
    const rows = min(TILE, n - i);
    loadTile(i, n);
    if (distances || depths) for (let k: i32 = 0; k < K; k++) solveAndKeep(k);
    else for (let k: i32 = 0; k < K; k++) solve(k);
    if (depths) deepen(i);
    normalize(logDensity + ((<usize>i) << 3));
    const at = (<usize>i) * bytes;
    storeShares(i, responsibilities + at, rows);
    if (distances) storeTile(tileDistances, mahalanobis + at, rows);
  }
}

/**
 * Turns the tile's log joint densities into shares of the largest, and into log densities; NaN where one is NaN. What
 * shares have to be multiplied by to sum to 1 goes to `tileScales`. Four points at a time: with two the functions wait
 * for their own results, with eight their constants leave no registers for what they work on.
 */
function normalize(out: usize): void {
  normalizeFour(tileShares, tileScales, out);
  normalizeFour(tileShares + 32, tileScales + 32, out + 32);
}

function normalizeFour(shares: usize, scale: usize, out: usize): void {
  const end = shares + ((<usize>K) << 6);
  let mostA = v128.load(shares);
  let mostB = v128.load(shares, 16);
  for (let at = shares + 64; at < end; at += 64) {
    mostA = f64x2.pmax(mostA, v128.load(at));
    mostB = f64x2.pmax(mostB, v128.load(at, 16));
  }
  const thresholdA = f64x2.sub(mostA, f64x2.splat(negligible));
  const thresholdB = f64x2.sub(mostB, f64x2.splat(negligible));
  let sumA = f64x2.splat(0);
  let sumB = sumA;
  for (let at = shares; at < end; at += 64) {
    const jointA = v128.load(at);
    const jointB = v128.load(at, 16);
    const isNothingA = f64x2.lt(jointA, thresholdA);
    const isNothingB = f64x2.lt(jointB, thresholdB);
    if (i64x2.all_true(v128.and(isNothingA, isNothingB))) {
      v128.store(at, f64x2.splat(0));
      v128.store(at, f64x2.splat(0), 16);
      continue;
    }
    const shareA = v128.andnot(expOfNegative(f64x2.sub(jointA, mostA)), isNothingA);
    const shareB = v128.andnot(expOfNegative(f64x2.sub(jointB, mostB)), isNothingB);
    v128.store(at, shareA);
    v128.store(at, shareB, 16);
    sumA = f64x2.add(sumA, shareA);
    sumB = f64x2.add(sumB, shareB);
  }
  v128.store(out, f64x2.add(mostA, logOfNormal(sumA)));
  v128.store(out, f64x2.add(mostB, logOfNormal(sumB)), 16);
  v128.store(scale, f64x2.div(both(ONE), sumA));
  v128.store(scale, f64x2.div(both(ONE), sumB), 16);
}
