import type { Factors } from "../kernel.js";
import { type Axes, AxesOfFull, axesOfDiagonal } from "./axes.js";

/**
 * Upper bounds of log joint densities that four points at a time can be held against: with y the point about `centre`,
 * times `reciprocalScale`, log π_k N(x | μ_k, Σ_k) ≤ a_k − h_k‖y‖² + g_k·y, rounding in single precision included.
 */
export interface Bounds {
  /** D each. */
  readonly centre: Float64Array;
  readonly reciprocalScale: Float64Array;
  readonly loose: LooseBounds;
  readonly tight: TightBounds;
}

export interface LooseBounds {
  /** K each: a and h. */
  readonly constant: Float32Array;
  readonly curvature: Float32Array;
  /** K × D: g. */
  readonly slope: Float32Array;
}

/** The same with e_k(u_k·y − o_k)² more, and smaller for it. */
export interface TightBounds extends LooseBounds {
  /** K × D: u. */
  readonly direction: Float32Array;
  /** K each: o and e. */
  readonly offset: Float32Array;
  readonly excess: Float32Array;
}

/** Half an ulp of single precision. */
const ROUNDING = 2 ** -24;
/** Distances are shortened by this share, which covers what cancels between a point and the centre. */
const SHORTENED = 1e-3;
/** Nats by which every bound is raised. */
const SLACK = 0.01;

/** Works the bounds of a mixture out; covariances enter by bounds of their eigenvalues. */
export function boundsOf(factors: Factors): Bounds {
  const { components: K, dimensions: D } = factors;
  const frame = frameOf(factors);
  const none = () => ({
    constant: new Float32Array(K),
    curvature: new Float32Array(K),
    slope: new Float32Array(K * D),
  });
  const more = () => ({
    direction: new Float32Array(K * D),
    offset: new Float32Array(K),
    excess: new Float32Array(K),
  });
  const loose = none();
  const tight = { ...none(), ...more() };
  const axesOf = axesFinder(factors, frame.reciprocalScale);
  const centre = new Float64Array(D);
  for (let k = 0; k < K; k++) {
    enterCentre(factors, k, frame, centre);
    const { largest, direction, along, across } = axesOf(k);
    enter(loose, factors, k, centre, largest);
    enter(tight, factors, k, centre, across);
    tight.direction.set(direction, k * D);
    tight.offset[k] = dot(direction, centre);
    tight.excess[k] = Math.max(0, curvatureOf(across) - curvatureOf(along)) * (1 + 2 * ROUNDING);
  }
  return { ...frame, loose, tight };
}

/** Errors of single precision are below this share of h(‖y‖² + ‖ν‖²), those of the tight bounds' square among them. */
const relativeError = (D: number): number => 12 * (D + 8) * ROUNDING;

const curvatureOf = (eigenvalue: number): number => (0.5 * (1 - SHORTENED)) / eigenvalue;

function enter(bounds: LooseBounds, factors: Factors, k: number, centre: Float64Array, eigenvalue: number): void {
  const { dimensions: D, logNormalizer, logWeight } = factors;
  const h = curvatureOf(eigenvalue);
  const exact = logNormalizer[k]! + logWeight[k]! - h * (1 - relativeError(D)) * dot(centre, centre);
  for (let j = 0; j < D; j++) bounds.slope[k * D + j] = 2 * h * centre[j]!;
  bounds.constant[k] = exact + SLACK + 1e-6 * Math.abs(exact);
  bounds.curvature[k] = h * (1 - relativeError(D)) * (1 - 2 * ROUNDING);
}

interface Frame {
  readonly centre: Float64Array;
  readonly reciprocalScale: Float64Array;
}

/** The middle of the means, and reciprocal pooled deviations. */
function frameOf({ structure, components: K, dimensions: D, means, covariances, logWeight }: Factors): Frame {
  const centre = new Float64Array(D);
  const reciprocalScale = new Float64Array(D);
  let total = 0;
  for (let k = 0; k < K; k++) {
    if (logWeight[k] === Number.NEGATIVE_INFINITY) continue;
    total++;
    for (let j = 0; j < D; j++) {
      centre[j]! += means[k * D + j]!;
      reciprocalScale[j]! += covariances[structure === "full" ? (k * D + j) * D + j : k * D + j]!;
    }
  }
  for (let j = 0; j < D; j++) {
    centre[j]! /= total;
    const scale = 1 / Math.sqrt(reciprocalScale[j]! / total);
    reciprocalScale[j] = scale > 0 && scale < Infinity ? scale : 1;
  }
  return { centre, reciprocalScale };
}

/** A component's mean in the frame. */
function enterCentre({ dimensions: D, means }: Factors, k: number, frame: Frame, out: Float64Array): void {
  for (let j = 0; j < D; j++) out[j] = (means[k * D + j]! - frame.centre[j]!) * frame.reciprocalScale[j]!;
}

/** Bounds of a component's eigenvalues in the frame's units; what is told of one component lasts until the next. */
function axesFinder({ structure, dimensions: D, covariances }: Factors, scale: Float64Array): (k: number) => Axes {
  if (structure === "diagonal") return (k) => axesOfDiagonal(scale.map((s, j) => covariances[k * D + j]! * s * s));
  const axes = new AxesOfFull(D);
  const matrix = new Float64Array(D * D);
  return (k) => {
    for (let i = 0; i < D; i++)
      for (let j = 0; j < D; j++) matrix[i * D + j] = covariances[(k * D + i) * D + j]! * scale[i]! * scale[j]!;
    return axes.of(matrix);
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}
