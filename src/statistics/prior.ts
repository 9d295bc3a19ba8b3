import { exp } from "../kernel/functions/exp.js";
import { log } from "../kernel/functions/log.js";
import type { Shrinkage } from "../mixture/covariance/covariance.js";
import type { CovarianceType } from "../mixture/covariance/covariance-type.js";
import { covarianceOf } from "../mixture/covariance/covariances.js";
import type { Moments } from "./moments.js";

/**
 * What keeps covariances from collapsing.
 *
 * - `default`: Σ = (N C + Λ) / (N + 1) with Λ = diag(variance) / K^(2/D): one point's worth of spread;
 * - `mclust`: the inverse-Wishart prior of Fraley & Raftery (2007) with ν = D + 2 and its mean prior, κ = .01;
 * - `none`: plain maximum likelihood.
 */
export type PriorKind = "default" | "mclust" | "none";

/** A prior made concrete for one data set (in a stream: for the warm-up), one K and one covariance type. */
export interface Prior extends Shrinkage {
  readonly kind: PriorKind;
  /** D entries added to a variance: always, or under `none` only to a covariance that cannot be factored. */
  readonly floor: Float64Array;
  /** Pseudo-count κ behind `center` in every component's mean. */
  readonly meanCount: number;
  /** D coordinates. */
  readonly center: Float64Array;
}

const MCLUST_MEAN_COUNT = 0.01;
const FLOOR = 1e-6;

/**
 * Derives the prior from the moments of the data.
 *
 * @param scale `deviation`: a spherical covariance is a sphere in units of each feature's deviation.
 */
export function priorOf(
  kind: PriorKind,
  data: Moments,
  components: number,
  type: CovarianceType,
  scale: "none" | "deviation" = "none",
): Prior {
  const D = data.mean.length;
  const covariance = covarianceOf(type);
  const featureFloor = floorOf(data.variance);
  const spherical = type === "spherical" || type === "tied-spherical";
  const shrink = exp((-2 * log(components)) / D) / (kind === "mclust" && spherical ? D : 1);
  const units = new Float64Array(D).fill(1);
  if (scale === "deviation") for (let j = 0; j < D; j++) units[j] = Math.sqrt(data.variance[j]! + featureFloor[j]!);
  return {
    kind,
    floor: spherical ? roundFloor(featureFloor, units) : featureFloor,
    units,
    degrees: kind === "none" ? 0 : kind === "default" ? 1 : covariance.mclustDegrees(components, D),
    scale: data.variance.map((v) => (kind === "none" ? 0 : v * shrink)),
    meanCount: kind === "mclust" ? MCLUST_MEAN_COUNT : 0,
    center: data.mean,
  };
}

/** 1e−6 of each variance; of the mean variance where a feature is constant; 1e−6 itself where all are. */
function floorOf(variance: Float64Array): Float64Array {
  let sum = 0;
  for (const v of variance) sum += v;
  const mean = sum / variance.length;
  const fallback = mean > 0 ? mean : 1;
  return variance.map((v) => FLOOR * (v > 0 ? v : fallback));
}

/** The same floor in every direction, in the units of the sphere: a sphere must stay one. */
function roundFloor(floor: Float64Array, units: Float64Array): Float64Array {
  let sum = 0;
  for (let j = 0; j < floor.length; j++) sum += floor[j]! / (units[j]! * units[j]!);
  return units.map((unit) => (sum / floor.length) * (unit * unit));
}
