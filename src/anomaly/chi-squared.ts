import { exp } from "../kernel/functions/exp.js";
import { log } from "../kernel/functions/log.js";
import { LOG_TWO_PI } from "../kernel/functions/log-two-pi.js";
import { log1p } from "../kernel/functions/log1p.js";

const LN2 = Math.LN2;
/** ½ ln π. */
const LOG_ROOT_PI = 0.5723649429247001;
/** From here on Stirling's series of five terms is exact to the last bit. */
const STIRLING_FROM = 16;

/**
 * log P(χ²_ν ≥ x): natural logarithm of the upper tail of the χ² distribution, which never underflows; the relative
 * error of the logarithm is below 1e−12.
 *
 * With a = ν/2, y = x/2 it is log Q(a, y), the regularised upper incomplete gamma function: left of the middle by the
 * power series of 1 − Q, right of it by Legendre's continued fraction (NIST DLMF 8.11.4; the even part of 8.9.2), both times
 * y^a e^−y/Γ(a + 1), which is taken without cancellation.
 *
 * @param degrees degrees of freedom ν, a whole number ≥ 1.
 * @param x 0 (log 1 = 0) … Infinity (−Infinity); below 0 the tail is 1 too.
 * @returns NaN for NaN.
 * @throws RangeError when ν is not a whole number ≥ 1.
 * @example
 * logUpperTail(2, 100); // -50: P(χ²₂ ≥ x) = e^(−x/2)
 */
export function logUpperTail(degrees: number, x: number): number {
  if (!(Number.isSafeInteger(degrees) && degrees >= 1))
    throw new RangeError(
      `the degrees of freedom of a χ² distribution are a whole number ≥ 1, the observed features; got ${degrees}`,
    );
  if (!(x > 0)) return x <= 0 ? 0 : x;
  if (x === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY;
  const a = degrees / 2;
  const y = x / 2;
  if (y >= a + 1) return logPower(a, x) + log(a * fraction(a, y));
  const lower = exp(logPower(a, x)) * series(a, y);
  return lower === 0 ? 0 : log1p(-lower);
}

/** Σ_n yⁿ/((a + 1)…(a + n)), terms until they change nothing. */
function series(a: number, y: number): number {
  let sum = 1;
  let term = 1;
  for (let n = 1; term > sum * Number.EPSILON * 0.125; n++) {
    term *= y / (a + n);
    sum += term;
  }
  return sum;
}

/**
 * Γ(a, y)/(y^a e^−y) = 1/(y + 1 − a − 1(1 − a)/(y + 3 − a − …)) by Lentz's method as Thompson & Barnett modified it
 * (1986). It ends by itself for whole a.
 */
function fraction(a: number, y: number): number {
  let b = y + 1 - a;
  let numerator = Number.POSITIVE_INFINITY;
  let denominator = 1 / b;
  let value = denominator;
  for (let i = 1; ; i++) {
    const coefficient = i * (a - i);
    b += 2;
    denominator = 1 / (coefficient * denominator + b);
    numerator = b + coefficient / numerator;
    const factor = numerator * denominator;
    value *= factor;
    if (Math.abs(factor - 1) <= 2 * Number.EPSILON) return value;
  }
}

/** log(y^a e^−y/Γ(a + 1)) with y = x/2. */
function logPower(a: number, x: number): number {
  // x/2 of the smallest x would be 0.
  if (a < STIRLING_FROM) return a * (log(x) - LN2) - x / 2 - logFactorial(a);
  return -deviance(a, x / 2) - 0.5 * (LOG_TWO_PI + log(a)) - stirling(a);
}

/** log Γ(a + 1) of a half-integer a < 16, whose product is exact or nearly so. */
function logFactorial(a: number): number {
  let product = 1;
  let i = a;
  for (; i > 0.5; i--) product *= i;
  return i === 0.5 ? log(product * 0.5) + LOG_ROOT_PI : log(product);
}

/** log Γ(a + 1) − ((a + ½) log a − a + ½ log 2π), a ≥ 16 (Loader 2000). */
function stirling(a: number): number {
  const r = 1 / (a * a);
  return (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188))))) / a;
}

/**
 * a log(a/y) + y − a ≥ 0, in full precision near y = a too.
 *
 * Source: Loader, Fast and accurate computation of binomial probabilities (2000): with v = (a − y)/(a + y), log(a/y) =
 * 2(v + v³/3 + v⁵/5 + …).
 */
function deviance(a: number, y: number): number {
  if (Math.abs(a - y) >= 0.1 * (a + y)) return a * log(a / y) + (y - a);
  const v = (a - y) / (a + y);
  const square = v * v;
  let sum = (a - y) * v;
  let power = 2 * a * v;
  for (let j = 3; ; j += 2) {
    power *= square;
    const next = sum + power / j;
    if (next === sum) return sum;
    sum = next;
  }
}
