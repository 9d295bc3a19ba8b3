import { defaultKernel } from "../kernel/default-kernel.js";
import type { Kernel } from "../kernel/kernel.js";
import type { CovarianceType } from "../mixture/covariance/covariance-type.js";
import { covarianceOf } from "../mixture/covariance/covariances.js";
import type { Mixture } from "../mixture/mixture.js";
import type { PriorKind } from "../statistics/prior.js";
import type { Mode } from "./e-step.js";

/** How {@link fit} works; only `components` has no default. */
export interface FitOptions {
  /** Number of components K. */
  readonly components: number;
  /** Shape of the covariances; default `full`. */
  readonly covariance?: CovarianceType;
  /** What keeps covariances from collapsing; default `default`. */
  readonly prior?: PriorKind;
  /** `soft` EM (default) or `hard` classification EM, whose limit is k-means. */
  readonly mode?: Mode;
  /** Same seed, same result, on every machine; default 1. */
  readonly seed?: number;
  /** Short runs from different seeds, the best of which is continued; default 10. */
  readonly restarts?: number;
  /** Absolute change of the mean penalised log-likelihood at which to stop, nats a point; default 1e-6. */
  readonly tolerance?: number;
  /** M-steps of the continued run at most; default 1,000. */
  readonly maxIterations?: number;
  /** `deviation`: spherical covariances are spheres in units of each feature's deviation; default `none`. */
  readonly scale?: "none" | "deviation";
  /** Start from this mixture instead of from seeds. */
  readonly start?: Mixture;
  readonly kernel?: Kernel;
}

export type CheckedFitOptions = Required<Omit<FitOptions, "start">> & Pick<FitOptions, "start">;

/**
 * Fills in the defaults.
 *
 * @throws RangeError when an option is out of range; the message names option and value.
 */
export function checkFitOptions(options: FitOptions): CheckedFitOptions {
  const checked: CheckedFitOptions = {
    covariance: "full",
    prior: "default",
    mode: "soft",
    seed: 1,
    restarts: 10,
    tolerance: 1e-6,
    maxIterations: 1000,
    scale: "none",
    kernel: defaultKernel,
    ...withoutUndefined(options),
  };
  covarianceOf(checked.covariance);
  checkWhole("components", checked.components, 1);
  checkWhole("restarts", checked.restarts, 1);
  checkWhole("maxIterations", checked.maxIterations, 0);
  checkOneOf("prior", checked.prior, ["default", "mclust", "none"]);
  checkOneOf("mode", checked.mode, ["soft", "hard"]);
  checkOneOf("scale", checked.scale, ["none", "deviation"]);
  if (!Number.isSafeInteger(checked.seed)) throw new RangeError(`seed is ${checked.seed}: it must be a whole number`);
  if (!(checked.tolerance >= 0)) throw new RangeError(`tolerance is ${checked.tolerance}: it must be ≥ 0`);
  return checked;
}

export function checkWhole(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least)
    throw new RangeError(`${name} is ${value}: it must be a whole number ≥ ${least}`);
}

export function checkOneOf<T extends string>(name: string, value: T, known: readonly T[]): void {
  if (!known.includes(value))
    throw new RangeError(`${name} is ${JSON.stringify(value)}: it must be one of ${known.join(", ")}`);
}

function withoutUndefined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}
