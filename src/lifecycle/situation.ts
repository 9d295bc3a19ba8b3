import type { Kernel } from "../kernel/kernel.js";
import type { Mixture } from "../mixture/mixture.js";
import type { Prior } from "../statistics/prior.js";
import type { SufficientStatistics } from "../statistics/sufficient-statistics.js";

/** Where a stream stands when its components are looked at. */
export interface Situation {
  readonly mixture: Mixture;
  /** Normalised statistics: their counts sum to 1. They are left as they are. */
  readonly statistics: SufficientStatistics;
  /** Number of points that the statistics stand for. */
  readonly effectiveCount: number;
  /** Prior of the mixture, for its number of components. */
  readonly prior: Prior;
  readonly seed: number;
  readonly kernel: Kernel;
}
