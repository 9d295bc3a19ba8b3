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
 * shares have to be multiplied by to sum to 1 goes to `tileScales`. Two points at a time: with more, the functions'
 * constants leave no registers for what they work on.
 */
function normalize(out: usize): void {
  for (let at: usize = 0; at < 64; at += 16) normalizeTwo(tileShares + at, tileScales + at, out + at);
}

function normalizeTwo(shares: usize, scale: usize, out: usize): void {
  const end = shares + ((<usize>K) << 6);
  const first = v128.load(shares);
  let most = first;
  for (let at = shares + 64; at < end; at += 64) most = f64x2.pmax(most, v128.load(at));
  const threshold = f64x2.sub(most, f64x2.splat(negligible));
  let sum = f64x2.splat(0);
  for (let at = shares; at < end; at += 64) {
    const joint = v128.load(at);
    const isNothing = f64x2.lt(joint, threshold);
    if (i64x2.all_true(isNothing)) {
      v128.store(at, f64x2.splat(0));
      continue;
    }
    const share = v128.andnot(expOfNegative(f64x2.sub(joint, most)), isNothing);
    v128.store(at, share);
    sum = f64x2.add(sum, share);
  }
  v128.store(out, f64x2.add(most, logOfNormal(sum)));
  v128.store(scale, f64x2.div(both(ONE), sum));
}
