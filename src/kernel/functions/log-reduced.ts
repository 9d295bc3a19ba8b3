const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

// log((1+s)/(1−s)) = 2s + s·z·(Q0 + Q1·z + … + Q6·z⁶), z = s², for |s| ≤ 0.1716, minimax in relative error: 2^-59.5.
const Q0 = 0.6666666666666734;
const Q1 = 0.3999999999941664;
const Q2 = 0.28571428742028426;
const Q3 = 0.22222198605016621;
const Q4 = 0.1818356285376405;
const Q5 = 0.1531408477045309;
const Q6 = 0.14795634086031986;

/**
 * k·ln 2 + log(1 + f) + c for √½ ≤ 1 + f < √2, whole k and tiny c: what log and log1p share.
 *
 * With s = f/(2+f), log(1+f) = f − f²/2 + s·(f²/2 + R(s²)): f is exact and f − f²/2 is kept in
 * two parts (after FreeBSD's e_log.c).
 * The order of evaluation is part of the contract: every kernel repeats it operation by operation.
 */
export function logReduced(k: number, f: number, c: number): number {
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = w * (Q1 + w * (Q3 + w * Q5));
  const even = z * (Q0 + w * (Q2 + w * (Q4 + w * Q6)));
  const half = 0.5 * f * f;
  const difference = f - half;
  const low = f - difference - half + (s * (half + (odd + even)) + (k * LN2_LOW + c));
  const whole = k * LN2_HIGH;
  const high = whole + difference;
  return high + (whole - high + difference + low);
}
