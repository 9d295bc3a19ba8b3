/** Why a point is unusual, seen from the component nearest to it. */
export interface Explanation {
  /** Id of the component with the smallest Mahalanobis distance; of equally near ones the heaviest. */
  readonly nearest: number;
  /** Squared Mahalanobis distance from it, over the observed features; 0 where none is observed. */
  readonly mahalanobisSquared: number;
  /**
   * Natural logarithm of the χ² tail P(χ²_D ≥ M²) with D observed features: a second opinion that needs no calibration,
   * and holds where the component is Gaussian. 0 where no feature is observed.
   */
  readonly logPValue: number;
  /**
   * D shares ≥ 0 of the squared distance, one a feature, which sum to 1: 0 for a missing feature (all 0 where none is
   * observed), equal ones for a point at the component's mean.
   */
  readonly shares: Float64Array;
}
