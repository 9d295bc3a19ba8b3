import type { Covariance } from "./covariance.js";
import type { CovarianceType } from "./covariance-type.js";
import { diagonal } from "./diagonal.js";
import { full } from "./full.js";
import { spherical } from "./spherical.js";
import { tied } from "./tied.js";
import { tiedDiagonal } from "./tied-diagonal.js";
import { tiedSpherical } from "./tied-spherical.js";

/** Every covariance type; the compiler lists what is missing when one is added. */
export const covariances: Record<CovarianceType, Covariance> = {
  full,
  tied,
  diagonal,
  spherical,
  "tied-diagonal": tiedDiagonal,
  "tied-spherical": tiedSpherical,
};

/**
 * Looks a covariance type up.
 *
 * @throws RangeError on an unknown name, naming the known ones.
 */
export function covarianceOf(type: CovarianceType): Covariance {
  const found: Covariance | undefined = covariances[type];
  if (found === undefined)
    throw new RangeError(`unknown covariance type ${JSON.stringify(type)}: use ${Object.keys(covariances).join(", ")}`);
  return found;
}
