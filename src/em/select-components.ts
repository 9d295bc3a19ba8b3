import type { CovarianceType } from "../mixture/covariance/covariance-type.js";
import type { PointsLike } from "../mixture/point-batch.js";
import { type FitResult, fit } from "./fit.js";
import { checkWhole, type FitOptions } from "./fit-options.js";

/** Options of {@link selectComponents}. */
export interface SelectOptions extends Omit<FitOptions, "components" | "covariance" | "start"> {
  /** Smallest and largest number of components tried. */
  readonly components: { readonly min: number; readonly max: number };
  /** Covariance types tried; default `["full"]`. */
  readonly covariances?: readonly CovarianceType[];
  /** Criterion that is minimised; default `bic`. */
  readonly criterion?: "bic" | "aic" | "icl";
}

export interface Selection {
  readonly best: FitResult;
  /** Every fit that was tried, by covariance type, then K ascending. */
  readonly tried: readonly FitResult[];
}

/**
 * Fits a mixture for every K in a range (and every covariance type asked for) and picks the smallest criterion.
 *
 * @throws RangeError as {@link fit}, or when the range is empty.
 * @example
 * selectComponents(data, { components: { min: 1, max: 6 } }).best.mixture.components;
 */
export function selectComponents(data: PointsLike, options: SelectOptions): Selection {
  const { components, covariances = ["full"], criterion = "bic", ...rest } = options;
  checkWhole("components.min", components.min, 1);
  checkWhole("components.max", components.max, components.min);
  if (covariances.length === 0) throw new RangeError("covariances is empty: name at least one covariance type");
  const tried: FitResult[] = [];
  for (const covariance of covariances)
    for (let k = components.min; k <= components.max; k++)
      tried.push(fit(data, { ...rest, covariance, components: k }));
  return { best: tried.reduce((a, b) => (b[criterion] < a[criterion] ? b : a)), tried };
}
