import {
  boundConstant,
  boundCurvature,
  bounds,
  boundSlope,
  centre,
  D,
  guesses,
  K,
  norms,
  P,
  points,
  reciprocalScale,
  screened,
  SINGLES,
  tightConstant,
  tightCurvature,
  tightDirection,
  tightExcess,
  tightOffset,
  tightSlope,
} from "./memory";

// An upper bound of every log joint density, four points at a time in single precision: whoever stays below the
// threshold has a responsibility of exactly 0 and need not be solved. With y the point about the centre of the means,
// in units of pooled deviations, and λ at least the largest eigenvalue of a component's covariance in those units,
//   log π N(x) ≤ c − ‖y − ν‖²/(2λ) = a − h‖y‖² + g·y.
// Tighter, and about twice the work: along one direction u the bound of the largest eigenvalue, across it one of the
// others, with h from the others and e(u·y − o)² more.
// The host folds every rounding error into a and h (see ../wasm/bounds.ts).

/** Points whose squared norm is not below this are not judged: single precision does not reach them. */
const FARTHEST: f32 = 1e18;

/** Bounds of the first n points and, in `guesses`, the component with the largest. */
export function screen(n: i32, tightly: bool): void {
  const end = (n + 15) & ~15;
  for (let i: i32 = 0; i < end; i += 4) convert(i, n);
  if (tightly) for (let i: i32 = 0; i < end; i += 16) bound((<usize>i) << 2, true);
  else for (let i: i32 = 0; i < end; i += 16) bound((<usize>i) << 2, false);
}

/** Four points; beyond the last of n it repeats. */
function convert(i: i32, n: i32): void {
  const bytes = (<usize>P) << 3;
  const x0 = points + (<usize>min(i, n - 1)) * bytes;
  const x1 = points + (<usize>min(i + 1, n - 1)) * bytes;
  const x2 = points + (<usize>min(i + 2, n - 1)) * bytes;
  const x3 = points + (<usize>min(i + 3, n - 1)) * bytes;
  const to = screened + ((<usize>i) << 2);
  const row: usize = (<usize>SINGLES) << 2;
  let norm = f32x4.splat(0);
  for (let j: usize = 0, at = to; j < bytes; j += 16, at += 2 * row) {
    const c = v128.load(centre + j);
    const s = v128.load(reciprocalScale + j);
    const y0 = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.sub(v128.load(x0 + j), c), s));
    const y1 = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.sub(v128.load(x1 + j), c), s));
    const y2 = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.sub(v128.load(x2 + j), c), s));
    const y3 = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.sub(v128.load(x3 + j), c), s));
    const y01 = v128.shuffle<f32>(y0, y1, 0, 4, 1, 5);
    const y23 = v128.shuffle<f32>(y2, y3, 0, 4, 1, 5);
    const a = v128.shuffle<f64>(y01, y23, 0, 2);
    const b = v128.shuffle<f64>(y01, y23, 1, 3);
    v128.store(at, a);
    v128.store(at + row, b);
    norm = f32x4.add(norm, f32x4.add(f32x4.mul(a, a), f32x4.mul(b, b)));
  }
  v128.store(norms + ((<usize>i) << 2), norm);
}

/** Sixteen points, `at` bytes from the beginning of a row. */
// @ts-ignore: decorator
@inline
function bound(at: usize, tightly: bool): void {
  const row: usize = (<usize>SINGLES) << 2;
  const n0 = v128.load(norms + at);
  const n1 = v128.load(norms + at, 16);
  const n2 = v128.load(norms + at, 32);
  const n3 = v128.load(norms + at, 48);
  let g0 = f32x4.splat(-Infinity);
  let g1 = g0;
  let g2 = g0;
  let g3 = g0;
  let k0 = i32x4.splat(0);
  let k1 = k0;
  let k2 = k0;
  let k3 = k0;
  let slope = tightly ? tightSlope : boundSlope;
  let direction = tightDirection;
  const start = screened + at;
  const end = start + (<usize>D) * row;
  let out = bounds + at;
  for (let k: i32 = 0; k < K; k++, out += row) {
    const a = v128.load32_splat((tightly ? tightConstant : boundConstant) + ((<usize>k) << 2));
    const h = v128.load32_splat((tightly ? tightCurvature : boundCurvature) + ((<usize>k) << 2));
    let b0 = f32x4.sub(a, f32x4.mul(h, n0));
    let b1 = f32x4.sub(a, f32x4.mul(h, n1));
    let b2 = f32x4.sub(a, f32x4.mul(h, n2));
    let b3 = f32x4.sub(a, f32x4.mul(h, n3));
    if (tightly) {
      let s0 = f32x4.neg(v128.load32_splat(tightOffset + ((<usize>k) << 2)));
      let s1 = s0;
      let s2 = s0;
      let s3 = s0;
      for (let y = start; y < end; y += row, slope += 4, direction += 4) {
        const g = v128.load32_splat(slope);
        const u = v128.load32_splat(direction);
        const y0 = v128.load(y);
        const y1 = v128.load(y, 16);
        b0 = f32x4.add(b0, f32x4.mul(g, y0));
        s0 = f32x4.add(s0, f32x4.mul(u, y0));
        b1 = f32x4.add(b1, f32x4.mul(g, y1));
        s1 = f32x4.add(s1, f32x4.mul(u, y1));
        const y2 = v128.load(y, 32);
        const y3 = v128.load(y, 48);
        b2 = f32x4.add(b2, f32x4.mul(g, y2));
        s2 = f32x4.add(s2, f32x4.mul(u, y2));
        b3 = f32x4.add(b3, f32x4.mul(g, y3));
        s3 = f32x4.add(s3, f32x4.mul(u, y3));
      }
      const e = v128.load32_splat(tightExcess + ((<usize>k) << 2));
      b0 = f32x4.add(b0, f32x4.mul(e, f32x4.mul(s0, s0)));
      b1 = f32x4.add(b1, f32x4.mul(e, f32x4.mul(s1, s1)));
      b2 = f32x4.add(b2, f32x4.mul(e, f32x4.mul(s2, s2)));
      b3 = f32x4.add(b3, f32x4.mul(e, f32x4.mul(s3, s3)));
    } else
      for (let y = start; y < end; y += row, slope += 4) {
        const g = v128.load32_splat(slope);
        b0 = f32x4.add(b0, f32x4.mul(g, v128.load(y)));
        b1 = f32x4.add(b1, f32x4.mul(g, v128.load(y, 16)));
        b2 = f32x4.add(b2, f32x4.mul(g, v128.load(y, 32)));
        b3 = f32x4.add(b3, f32x4.mul(g, v128.load(y, 48)));
      }
    v128.store(out, b0);
    v128.store(out, b1, 16);
    v128.store(out, b2, 32);
    v128.store(out, b3, 48);
    const here = i32x4.splat(k);
    k0 = v128.bitselect(here, k0, f32x4.gt(b0, g0));
    k1 = v128.bitselect(here, k1, f32x4.gt(b1, g1));
    k2 = v128.bitselect(here, k2, f32x4.gt(b2, g2));
    k3 = v128.bitselect(here, k3, f32x4.gt(b3, g3));
    g0 = f32x4.pmax(g0, b0);
    g1 = f32x4.pmax(g1, b1);
    g2 = f32x4.pmax(g2, b2);
    g3 = f32x4.pmax(g3, b3);
  }
  v128.store(guesses + at, k0);
  v128.store(guesses + at, k1, 16);
  v128.store(guesses + at, k2, 32);
  v128.store(guesses + at, k3, 48);
}

/** Whether a point, `at` bytes from the beginning of a row, and the three after it may be judged by their bounds. */
// @ts-ignore: decorator
@inline
export function isJudged(at: usize): v128 {
  return f32x4.lt(v128.load(norms + at), f32x4.splat(FARTHEST));
}
