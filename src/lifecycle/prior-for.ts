import { exp } from "../kernel/functions/exp.js";
import { log } from "../kernel/functions/log.js";
import type { CovarianceType } from "../mixture/covariance/covariance-type.js";
import { covarianceOf } from "../mixture/covariance/covariances.js";
import type { Prior } from "../statistics/prior.js";

/** The prior of a mixture of `before` components as `priorOf` makes it for one of `after`, from the same data. */
export function priorFor(prior: Prior, type: CovarianceType, before: number, after: number): Prior {
  if (before === after || prior.kind === "none") return prior;
  const D = prior.scale.length;
  const factor = exp((2 * (log(before) - log(after))) / D);
  const degrees = prior.kind === "mclust" ? covarianceOf(type).mclustDegrees(after, D) : prior.degrees;
  return { ...prior, degrees, scale: prior.scale.map((s) => s * factor) };
}
