const TWO_PI = 6.283185307179586;
const TWO_PI_LOW = 2.4492935982947064e-16;
/** 2^27 + 1 splits a double into halves whose products are exact (Dekker 1971). */
const SPLITTER = 134217729;
const TWO_PI_UPPER = 6.283185362815857;
const TWO_PI_LOWER = TWO_PI - TWO_PI_UPPER;
/** 1.5 · 2^52: adding and subtracting it rounds to the nearest whole number, ties to even. */
const ROUNDER = 6755399441055744;

// sin θ = θ + θ·z·(S0 + … + S5·z⁵), cos θ = 1 − z/2 + z²·(C0 + … + C5·z⁵), z = θ², for |θ| ≤ π/4: 2^-57.9, 2^-64.
const S0 = -0.16666666666666632;
const S1 = 0.00833333333332249;
const S2 = -0.0001984126982985853;
const S3 = 2.7557313707312027e-6;
const S4 = -2.5050760295342614e-8;
const S5 = 1.5896912533881563e-10;
const C0 = 0.0416666666666666;
const C1 = -0.0013888888888874474;
const C2 = 2.4801587289671276e-5;
const C3 = -2.7557314400947046e-7;
const C4 = 2.087572926950852e-9;
const C5 = -1.1359933637190957e-11;

/**
 * sin(2π·turns) within 1 ulp, the same bits on every machine. The argument in turns is reduced exactly, so that
 * whole periods of any size cost no accuracy.
 *
 * @returns NaN for NaN and ±Infinity; a zero with the sign of `turns` at every half turn.
 * @example
 * sineOfTurns(0.25); // 1
 * sineOfTurns(1e15 + 0.125); // 0.7071067811865476
 */
export function sineOfTurns(turns: number): number {
  const fraction = turns - Math.trunc(turns);
  const quarter = 4 * fraction + ROUNDER - ROUNDER;
  const r = fraction - 0.25 * quarter;
  const phase = quarter & 3;
  if (phase & 1) return phase === 1 ? cosine(r) : -cosine(r);
  if (r === 0) return 0 * turns;
  return phase === 0 ? sine(r) : -sine(r);
}

/**
 * cos(2π·turns) within 1 ulp, the same bits on every machine.
 *
 * @returns NaN for NaN and ±Infinity; 0 at odd quarter turns.
 * @example
 * cosineOfTurns(1 / 3); // −0.4999999999999998: a third is not a double
 */
export function cosineOfTurns(turns: number): number {
  const fraction = Math.abs(turns) - Math.trunc(Math.abs(turns));
  const quarter = 4 * fraction + ROUNDER - ROUNDER;
  const r = fraction - 0.25 * quarter;
  const phase = quarter & 3;
  if (!(phase & 1)) return phase === 2 ? -cosine(r) : cosine(r);
  if (r === 0) return 0;
  return phase === 1 ? -sine(r) : sine(r);
}

/** sin 2πr, |r| ≤ ⅛. */
function sine(r: number): number {
  const angle = TWO_PI * r;
  const rest = roundingOf(r, angle);
  const z = angle * angle;
  const w = z * z;
  const polynomial = S1 + z * (S2 + z * S3) + z * w * (S4 + z * S5);
  const cube = z * angle;
  return angle - (z * (0.5 * rest - cube * polynomial) - rest - cube * S0);
}

/** cos 2πr, |r| ≤ ⅛. */
function cosine(r: number): number {
  const angle = TWO_PI * r;
  const rest = roundingOf(r, angle);
  const z = angle * angle;
  const w = z * z;
  const polynomial = z * (C0 + z * (C1 + z * C2)) + w * w * (C3 + z * (C4 + z * C5));
  const half = 0.5 * z;
  const top = 1 - half;
  return top + (1 - top - half + (z * polynomial - angle * rest));
}

/** 2πr − angle, where angle is the rounded product: Dekker's exact product of r and the upper double of 2π. */
function roundingOf(r: number, angle: number): number {
  const shifted = SPLITTER * r;
  const upper = shifted - (shifted - r);
  const lower = r - upper;
  const error = upper * TWO_PI_UPPER - angle + upper * TWO_PI_LOWER + lower * TWO_PI_UPPER + lower * TWO_PI_LOWER;
  return error + r * TWO_PI_LOW;
}
