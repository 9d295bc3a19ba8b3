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
  TILE,
  tileDistances,
  tileShares,
} from "./memory";
import { solve } from "./solve";
import { loadTile, storeTile } from "./tiles";

const LARGEST: f64 = 1e300;

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
    if (distances) storeTile(tileDistances, mahalanobis + at, rows);
  }
}

/** Distances end at LARGEST; those of points with a missing coordinate stay NaN. */
function clamp(): void {
  const end = tileDistances + ((<usize>K) << 6);
  const largest = f64x2.splat(LARGEST);
  for (let q = tileDistances; q < end; q += 16) v128.store(q, f64x2.pmin(v128.load(q), largest));
}

/** Turns the tile's distances into shares that sum to 1, and log densities; NaN where a distance is NaN. */
function normalize(out: usize): void {
  for (let half: usize = 0; half < 64; half += 32) normalizeFour(tileDistances + half, tileShares + half, out + half);
}

function normalizeFour(distances: usize, shares: usize, out: usize): void {
  const bytes = (<usize>K) << 6;
  const minusHalf = f64x2.splat(-0.5);
  let m0 = f64x2.splat(-Infinity);
  let m1 = m0;
  for (let k: usize = 0, c = constant; k < bytes; k += 64, c += 8) {
    const constantK = v128.load64_splat(c);
    const j0 = f64x2.add(constantK, f64x2.mul(minusHalf, v128.load(distances + k)));
    const j1 = f64x2.add(constantK, f64x2.mul(minusHalf, v128.load(distances + k, 16)));
    v128.store(shares + k, j0);
    v128.store(shares + k, j1, 16);
    m0 = f64x2.pmax(m0, j0);
    m1 = f64x2.pmax(m1, j1);
  }
  const t0 = f64x2.sub(m0, f64x2.splat(negligible));
  const t1 = f64x2.sub(m1, f64x2.splat(negligible));
  let s0 = f64x2.splat(0);
  let s1 = s0;
  for (let k: usize = 0; k < bytes; k += 64) {
    const j0 = v128.load(shares + k);
    const j1 = v128.load(shares + k, 16);
    const e0 = v128.andnot(expOfNegative(f64x2.sub(j0, m0)), f64x2.lt(j0, t0));
    const e1 = v128.andnot(expOfNegative(f64x2.sub(j1, m1)), f64x2.lt(j1, t1));
    v128.store(shares + k, e0);
    v128.store(shares + k, e1, 16);
    s0 = f64x2.add(s0, e0);
    s1 = f64x2.add(s1, e1);
  }
  // A missing coordinate makes every distance NaN: nothing times it is added.
  const n0 = f64x2.mul(f64x2.splat(0), v128.load(distances));
  const n1 = f64x2.mul(f64x2.splat(0), v128.load(distances, 16));
  v128.store(out, f64x2.add(f64x2.add(m0, logOfNormal(s0)), n0));
  v128.store(out, f64x2.add(f64x2.add(m1, logOfNormal(s1)), n1), 16);
  const r0 = f64x2.div(f64x2.splat(1), s0);
  const r1 = f64x2.div(f64x2.splat(1), s1);
  for (let k: usize = 0; k < bytes; k += 64) {
    v128.store(shares + k, f64x2.mul(v128.load(shares + k), r0));
    v128.store(shares + k, f64x2.mul(v128.load(shares + k, 16), r1), 16);
  }
}
