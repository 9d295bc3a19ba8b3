import { both, LARGEST, MINUS_HALF, ONE } from "./constants";
import { deepen } from "./depth";
import { expOfNegative, logOfNormal } from "./functions";
import {
  BLOCK,
  constant,
  K,
  logDensity,
  mahalanobis,
  negligible,
  responsibilities,
  shares,
  TILE,
  tileDistances,
  tileShares,
} from "./memory";
import { solve } from "./solve";
import { loadTile, storeTile } from "./tiles";

/** E-step of the first n points of the block with every component; distances and depths where they are wanted. */
export function expectDensely(n: i32, distances: bool, depths: bool): void {
  const bytes = (<usize>K) << 3;
  for (let i: i32 = 0; i < n; i += TILE) {
    const rows = min(TILE, n - i);
    loadTile(i, n);
    for (let k: i32 = 0; k < K; k++) solve(k);
    clamp();
    if (depths) deepen(i);
    normalize(logDensity + ((<usize>i) << 3));
    const at = (<usize>i) * bytes;
    storeTile(tileShares, responsibilities + at, rows);
    keepShares(i);
    if (distances) storeTile(tileDistances, mahalanobis + at, rows);
  }
}

/** By component, for the statistics. */
function keepShares(i: i32): void {
  const row: usize = (<usize>BLOCK) << 3;
  let to = shares + ((<usize>i) << 3);
  const end = tileShares + ((<usize>K) << 6);
  for (let from = tileShares; from < end; from += 64, to += row) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    v128.store(to, v128.load(from, 32), 32);
    v128.store(to, v128.load(from, 48), 48);
  }
}

/** Distances end at LARGEST; those of points with a missing coordinate stay NaN. */
function clamp(): void {
  const end = tileDistances + ((<usize>K) << 6);
  const largest = both(LARGEST);
  for (let q = tileDistances; q < end; q += 16) v128.store(q, f64x2.pmin(v128.load(q), largest));
}

/**
 * Turns the tile's distances into shares that sum to 1, and log densities; NaN where a distance is NaN. Two points at a
 * time: with more, the functions' constants leave no registers for what they work on.
 */
function normalize(out: usize): void {
  for (let at: usize = 0; at < 64; at += 16) normalizeTwo(tileDistances + at, tileShares + at, out + at);
}

function normalizeTwo(distances: usize, shares: usize, out: usize): void {
  const end = shares + ((<usize>K) << 6);
  const half = both(MINUS_HALF);
  let most = f64x2.splat(-Infinity);
  for (let to = shares, from = distances, c = constant; to < end; to += 64, from += 64, c += 8) {
    const joint = f64x2.add(v128.load64_splat(c), f64x2.mul(half, v128.load(from)));
    v128.store(to, joint);
    most = f64x2.pmax(most, joint);
  }
  const threshold = f64x2.sub(most, f64x2.splat(negligible));
  let sum = f64x2.splat(0);
  for (let to = shares; to < end; to += 64) {
    const joint = v128.load(to);
    const isNothing = f64x2.lt(joint, threshold);
    if (i64x2.all_true(isNothing)) {
      v128.store(to, f64x2.splat(0));
      continue;
    }
    const share = v128.andnot(expOfNegative(f64x2.sub(joint, most)), isNothing);
    v128.store(to, share);
    sum = f64x2.add(sum, share);
  }
  // A missing coordinate makes every distance NaN: nothing times it is added.
  const nothing = f64x2.mul(f64x2.splat(0), v128.load(distances));
  v128.store(out, f64x2.add(f64x2.add(most, logOfNormal(sum)), nothing));
  const scale = f64x2.div(both(ONE), sum);
  for (let to = shares; to < end; to += 64) v128.store(to, f64x2.mul(v128.load(to), scale));
}
