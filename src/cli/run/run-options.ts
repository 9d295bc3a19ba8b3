import type { CovarianceType } from "../../mixture/covariance/covariance-type.js";
import type { ModelOptions } from "../options/model-options.js";
import type { PointsOptions } from "../options/points-options.js";

/** Options of `mixtide run`. */
export interface RunOptions extends PointsOptions, ModelOptions {
  readonly input?: string;
  readonly id?: string;
  readonly timestamp?: string;
  readonly components?: number;
  readonly covariance?: CovarianceType;
  readonly warmup?: number;
  readonly halfLife?: number;
  readonly name?: string;
  readonly labels?: string;
  readonly alerts?: string;
  readonly snapshots?: string;
  readonly deadLetters?: string;
  readonly json?: true;
  /** Show the dashboard: at this port, or at the usual one. */
  readonly serve?: number | true;
  readonly dryRun?: true;
}
