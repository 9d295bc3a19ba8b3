import type { Mixture } from "../mixture/mixture.js";
import type { Scale } from "./scale.js";

/** An ellipse in pixels, ready for an SVG element. */
export interface Ellipse {
  readonly cx: number;
  readonly cy: number;
  /** Semi-axes of the curve at Mahalanobis distance 1, the longer one first. */
  readonly major: number;
  readonly minor: number;
  /** From the horizontal to the major axis, clockwise on the screen, in degrees. */
  readonly degrees: number;
}

/** Shares of a component's mass whose ellipses are drawn: one and two standard deviations, and 95 %. */
export const MASSES: readonly number[] = [1 - Math.exp(-0.5), 1 - Math.exp(-2), 0.95];

/** The Mahalanobis distance within which a bivariate Gaussian has a share of its mass: √(−2 log(1 − mass)). */
export function distanceOf(mass: number): number {
  return Math.sqrt(-2 * Math.log(1 - mass));
}

/** The marginal of one component on two axes: Gaussians are marginalised by leaving rows and columns out. */
export function marginal(
  mixture: Pick<Mixture, "dimensions" | "means" | "covariances">,
  k: number,
  i: number,
  j: number,
) {
  const D = mixture.dimensions;
  const covariances = mixture.covariances;
  const at = (a: number, b: number) => covariances[(k * D + a) * D + b]!;
  return {
    mean: [mixture.means[k * D + i]!, mixture.means[k * D + j]!] as const,
    covariance: [at(i, i), at(i, j), at(j, j)] as const,
  };
}

/**
 * The ellipse of a bivariate Gaussian on the screen: the covariance is taken to pixels first, then its eigenvectors
 * are the axes (closed form for a symmetric 2 × 2 matrix).
 */
export function ellipseOf({ mean, covariance }: ReturnType<typeof marginal>, x: Scale, y: Scale): Ellipse {
  const a = covariance[0] * x.slope * x.slope;
  const b = covariance[1] * x.slope * y.slope;
  const c = covariance[2] * y.slope * y.slope;
  const middle = (a + c) / 2;
  const radius = Math.hypot((a - c) / 2, b);
  return {
    cx: x.at(mean[0]),
    cy: y.at(mean[1]),
    major: Math.sqrt(middle + radius),
    minor: Math.sqrt(Math.max(0, middle - radius)),
    degrees: (Math.atan2(2 * b, a - c) / 2) * (180 / Math.PI),
  };
}
