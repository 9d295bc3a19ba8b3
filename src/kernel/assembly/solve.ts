import { D, deviations, isFull, K, means, P, tile, tileDistances, whitening, whiteningSize } from "./memory";

/** Squared Mahalanobis distances of the tile's points to component k, into its row of `tileDistances`. */
// @ts-ignore: decorator
@inline
export function solve(k: i32): void {
  const mean = means + ((<usize>(k * P)) << 3);
  const matrix = whitening + ((<usize>(k * whiteningSize)) << 3);
  const out = tileDistances + ((<usize>k) << 6);
  if (isFull) solveFull(mean, matrix, out);
  else solveDiagonal(mean, matrix, out);
}

/**
 * ‖W(x − μ)‖² row pair by row pair. The matrix is stored in the order of its use: for rows r and r + 1 (r even) and
 * j = 0 … r the entries W[r][j], W[r+1][j], then W[r+1][r+1].
 */
function solveFull(mean: usize, matrix: usize, out: usize): void {
  const start = deviations;
  const rows = P;
  for (let j: usize = 0, n = (<usize>D) << 6, m = mean; j < n; j += 64, m += 8) {
    const mu = v128.load64_splat(m);
    const x = tile + j;
    const d = start + j;
    v128.store(d, f64x2.sub(v128.load(x), mu));
    v128.store(d, f64x2.sub(v128.load(x, 16), mu), 16);
    v128.store(d, f64x2.sub(v128.load(x, 32), mu), 32);
    v128.store(d, f64x2.sub(v128.load(x, 48), mu), 48);
  }
  let q0 = f64x2.splat(0);
  let q1 = q0;
  let q2 = q0;
  let q3 = q0;
  let w = matrix;
  for (let r: i32 = 0; r < rows; r += 2) {
    let z0 = f64x2.splat(0);
    let z1 = z0;
    let z2 = z0;
    let z3 = z0;
    let y0 = z0;
    let y1 = z0;
    let y2 = z0;
    let y3 = z0;
    let d = start;
    const last = start + ((<usize>r) << 6);
    do {
      const a = v128.load64_splat(w);
      const b = v128.load64_splat(w, 8);
      const d0 = v128.load(d);
      const d1 = v128.load(d, 16);
      const d2 = v128.load(d, 32);
      const d3 = v128.load(d, 48);
      z0 = f64x2.add(z0, f64x2.mul(a, d0));
      z1 = f64x2.add(z1, f64x2.mul(a, d1));
      z2 = f64x2.add(z2, f64x2.mul(a, d2));
      z3 = f64x2.add(z3, f64x2.mul(a, d3));
      y0 = f64x2.add(y0, f64x2.mul(b, d0));
      y1 = f64x2.add(y1, f64x2.mul(b, d1));
      y2 = f64x2.add(y2, f64x2.mul(b, d2));
      y3 = f64x2.add(y3, f64x2.mul(b, d3));
      w += 16;
      d += 64;
    } while (d <= last);
    const b = v128.load64_splat(w);
    w += 8;
    q0 = f64x2.add(q0, f64x2.mul(z0, z0));
    q1 = f64x2.add(q1, f64x2.mul(z1, z1));
    q2 = f64x2.add(q2, f64x2.mul(z2, z2));
    q3 = f64x2.add(q3, f64x2.mul(z3, z3));
    y0 = f64x2.add(y0, f64x2.mul(b, v128.load(d)));
    y1 = f64x2.add(y1, f64x2.mul(b, v128.load(d, 16)));
    y2 = f64x2.add(y2, f64x2.mul(b, v128.load(d, 32)));
    y3 = f64x2.add(y3, f64x2.mul(b, v128.load(d, 48)));
    q0 = f64x2.add(q0, f64x2.mul(y0, y0));
    q1 = f64x2.add(q1, f64x2.mul(y1, y1));
    q2 = f64x2.add(q2, f64x2.mul(y2, y2));
    q3 = f64x2.add(q3, f64x2.mul(y3, y3));
  }
  v128.store(out, q0);
  v128.store(out, q1, 16);
  v128.store(out, q2, 32);
  v128.store(out, q3, 48);
}

function solveDiagonal(mean: usize, reciprocal: usize, out: usize): void {
  let q0 = f64x2.splat(0);
  let q1 = q0;
  let q2 = q0;
  let q3 = q0;
  let x = tile;
  const end = tile + ((<usize>D) << 6);
  let m = mean;
  let w = reciprocal;
  for (; x < end; x += 64, m += 8, w += 8) {
    const mu = v128.load64_splat(m);
    const s = v128.load64_splat(w);
    const z0 = f64x2.mul(f64x2.sub(v128.load(x), mu), s);
    const z1 = f64x2.mul(f64x2.sub(v128.load(x, 16), mu), s);
    const z2 = f64x2.mul(f64x2.sub(v128.load(x, 32), mu), s);
    const z3 = f64x2.mul(f64x2.sub(v128.load(x, 48), mu), s);
    q0 = f64x2.add(q0, f64x2.mul(z0, z0));
    q1 = f64x2.add(q1, f64x2.mul(z1, z1));
    q2 = f64x2.add(q2, f64x2.mul(z2, z2));
    q3 = f64x2.add(q3, f64x2.mul(z3, z3));
  }
  v128.store(out, q0);
  v128.store(out, q1, 16);
  v128.store(out, q2, 32);
  v128.store(out, q3, 48);
}
