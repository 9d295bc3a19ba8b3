import type { Mixture } from "../mixture/mixture.js";

/**
 * The soft label of one value: the fields of a label record that do not depend on where the value came from.
 *
 * Log densities are in nats; responsibilities sum to 1 before small ones are left out.
 */
export interface SoftLabel {
  /** Version of the mixture that made the label: 0 = the initial one, +1 for every M-step since. */
  readonly version: number;
  /** Id of the most responsible component. */
  readonly component: number;
  /** Responsibility by component id; those below the operator's `minimum` are left out. */
  readonly responsibilities: Readonly<Record<string, number>>;
  /** Log density under the mixture, nats. */
  readonly logDensity: number;
  readonly anomaly: {
    /** Mass depth: 0 = in the very middle, larger = more unusual. */
    readonly score: number;
    /** Share of recent values at least as unusual; absent until calibrated. */
    readonly pValue?: number;
    /** Beyond the threshold; absent while that cannot be told. */
    readonly flagged?: boolean;
    /** On flagged values: share of the squared Mahalanobis distance by feature; those below .01 are left out. */
    readonly why?: Readonly<Record<string, number>>;
    /**
     * On flagged values: the component that `why` is seen from, the Mahalanobis distance from it, and the natural
     * logarithm of the χ² tail there, a second opinion that needs no calibration.
     */
    readonly nearest?: { readonly component: number; readonly distance: number; readonly logPValue: number };
  };
  /** Present when the value helped to choose the mixture that labels it. */
  readonly warmup?: true;
}

/** A caller's value with its soft label and the mixture that made it. */
export interface Labelled<T> {
  readonly value: T;
  readonly label: SoftLabel;
  /** Immutable; the same object for every value that it labelled. */
  readonly mixture: Mixture;
}

/** How far a learner was when a version of its mixture labelled its first value. */
export interface Progress {
  /** Points that the mixture was learned from. */
  readonly points: number;
  /** Prequential log-likelihood, nats a point; NaN before any point outside warm-up. */
  readonly logLikelihood: { readonly mean: number; readonly recent: number };
}

/** A value labelled by the learner that learns it. */
export interface Learned<T> extends Labelled<T> {
  /** The same object for every value of one version. */
  readonly progress: Progress;
}
