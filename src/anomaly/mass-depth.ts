import { acot } from "../kernel/functions/acot.js";
import { log } from "../kernel/functions/log.js";

/** The share of a component's heavy-tailed mass that lies at least as far out as a squared Mahalanobis distance. */
export type Tail = (mahalanobisSquared: number) => number;

const TWO_OVER_PI = 2 / Math.PI;
const tails: Tail[] = [];

/**
 * The tail P(F_{D,1} ≥ M²/D) = I_z(½, D/2), z = 1/(1 + M²): the mass of a D-dimensional Cauchy distribution outside
 * the ellipsoid at Mahalanobis distance M. It is 1 at M = 0, falls like 1/M, and never underflows where M² is finite:
 * within 1e−14 of the exact value, relatively, for D ≤ 64 and M up to 1e150.
 *
 * The regularised incomplete beta function is a finite sum here (NIST DLMF 8.17.21 applied D/2 times), all of whose
 * terms are positive. Functions are made once for each D and kept.
 *
 * @param dimensions number of (observed) features D, a whole number ≥ 0; with D = 0 the tail is 1.
 * @throws RangeError when D is not a whole number ≥ 0.
 * @example
 * tailOf(2)(3); // 0.5: √z with z = 1/(1 + 3)
 */
export function tailOf(dimensions: number): Tail {
  const known = tails[dimensions];
  if (known !== undefined) return known;
  if (!(Number.isInteger(dimensions) && dimensions >= 0))
    throw new RangeError(`the number of dimensions is a whole number ≥ 0; got ${dimensions}`);
  const tail = makeTail(dimensions);
  tails[dimensions] = tail;
  return tail;
}

function makeTail(dimensions: number): Tail {
  if (dimensions === 0) return () => 1;
  return dimensions % 2 === 0 ? evenTail(dimensions) : oddTail(dimensions);
}

/** √z·Σ_{j < D/2} C(2j, j) 4^−j (1 − z)^j. */
function evenTail(dimensions: number): Tail {
  const coefficients = tailCoefficients(dimensions);
  return (mahalanobisSquared) => {
    const z = 1 / (1 + mahalanobisSquared);
    return Math.sqrt(z) * horner(coefficients, 1 - z);
  };
}

/** (2/π)·acot M + √z·Σ_{b = ½, 3/2, … < D/2} (1 − z)^b / (b·B(½, b)). */
function oddTail(dimensions: number): Tail {
  const coefficients = tailCoefficients(dimensions);
  return (mahalanobisSquared) => {
    if (mahalanobisSquared === Number.POSITIVE_INFINITY) return 0;
    const z = 1 / (1 + mahalanobisSquared);
    const distance = Math.sqrt(mahalanobisSquared);
    // M·z = √z·√(1 − z) without the cancellation of 1 − z near M = 0.
    return TWO_OVER_PI * acot(distance) + distance * z * horner(coefficients, 1 - z);
  };
}

/** Coefficients of the tail's polynomial in 1 − z: C(2j, j) 4^−j for even D, 1/(b·B(½, b)) with b = j + ½ for odd D. */
export function tailCoefficients(dimensions: number): Float64Array {
  const coefficients = new Float64Array(Math.floor(dimensions / 2));
  for (let j = 0; j < coefficients.length; j++) {
    // 1/(b·B(½, b)) starts at 2/π and grows by (b + ½)/(b + 1) from each b to the next.
    if (dimensions % 2 === 1) coefficients[j] = j === 0 ? TWO_OVER_PI : (coefficients[j - 1]! * (2 * j)) / (2 * j + 1);
    else coefficients[j] = j === 0 ? 1 : (coefficients[j - 1]! * (2 * j - 1)) / (2 * j);
  }
  return coefficients;
}

function horner(coefficients: Float64Array, x: number): number {
  let sum = 0;
  for (let j = coefficients.length - 1; j >= 0; j--) sum = sum * x + coefficients[j]!;
  return sum;
}

/**
 * Heavy-tailed mass depth of a point, −log Σ_k π_k·tail(M_k²), in nats: 0 in the very middle of a single component,
 * larger = more unusual. A component of weight π adds at most π, however tight it is, so that a cluster of anomalies
 * cannot absorb itself; far points stay ordered.
 *
 * @param weights K weights π.
 * @param mahalanobisSquared the point's K squared Mahalanobis distances begin at `offset`.
 * @param tail from {@link tailOf} the number of observed features.
 * @returns ≥ 0; Infinity when every weight is 0 or every distance infinite.
 * @example
 * massDepth(Float64Array.of(1), Float64Array.of(3), 0, tailOf(2)); // 0.6931471805599453
 */
export function massDepth(weights: Float64Array, mahalanobisSquared: Float64Array, offset: number, tail: Tail): number {
  let mass = 0;
  for (let k = 0; k < weights.length; k++) mass += weights[k]! * tail(mahalanobisSquared[offset + k]!);
  // Weights may sum to a little more than 1.
  return mass < 1 ? -log(mass) : 0;
}
