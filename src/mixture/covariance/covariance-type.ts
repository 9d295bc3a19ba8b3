/** The shapes a mixture's covariances can take. `tied-…` = one covariance shared by all components. */
export const COVARIANCE_TYPES = ["full", "tied", "diagonal", "spherical", "tied-diagonal", "tied-spherical"] as const;

export type CovarianceType = (typeof COVARIANCE_TYPES)[number];
