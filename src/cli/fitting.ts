import type { FitResult } from "../em/fit.js";
import type { CheckedFitOptions } from "../em/fit-options.js";
import type { CovarianceType } from "../mixture/covariance/covariance-type.js";
import type { PointBatch } from "../mixture/point-batch.js";
import { type FitInThreadsOptions, fitInThreads } from "../threads/fit-in-threads.js";
import type { Context } from "./context.js";
import { orInterrupted } from "./interruptible.js";
import type { ComponentRange } from "./options/values.js";

export type Criterion = "bic" | "aic" | "icl";
export const CRITERIA = ["bic", "aic", "icl"] as const satisfies readonly Criterion[];

/** What to fit, and among what to choose. */
export interface FittingOptions
  extends Pick<FitInThreadsOptions, "threads">,
    Partial<Pick<CheckedFitOptions, "prior" | "mode" | "seed" | "restarts" | "tolerance" | "maxIterations" | "scale">> {
  readonly components: ComponentRange;
  readonly covariances: readonly CovarianceType[];
  readonly criterion: Criterion;
}

export interface Fitting {
  readonly best: FitResult;
  /** Every fit, by covariance type, then K. */
  readonly tried: readonly FitResult[];
}

/**
 * Fits every K and covariance type asked for, with progress, and picks the smallest criterion.
 *
 * @throws RangeError as `fit`; Interrupted.
 */
export async function fitAll(batch: PointBatch, options: FittingOptions, context: Context): Promise<Fitting> {
  const { components, covariances, criterion, ...rest } = options;
  const ks = Array.from({ length: components.max - components.min + 1 }, (_, i) => components.min + i);
  const wanted = covariances.flatMap((covariance) => ks.map((k) => ({ ...rest, covariance, components: k })));
  const tried: FitResult[] = [];
  for (const one of wanted) {
    const which = wanted.length === 1 ? "" : ` ${tried.length + 1} of ${wanted.length}`;
    const doing = `fitting${which}: ${one.components} × ${one.covariance}`;
    tried.push(await withProgress(doing, fitInThreads(batch, { ...one, signal: context.signal }), context));
  }
  context.messages.clear();
  return { best: tried.reduce((a, b) => (b[criterion] < a[criterion] ? b : a)), tried };
}

/** Redraws are bounded where they are drawn. */
const TICK_MS = 50;

async function withProgress<T>(doing: string, work: Promise<T>, { messages, signal }: Context): Promise<T> {
  const start = performance.now();
  const tick = (): void => messages.progress(`${doing}, ${((performance.now() - start) / 1000).toFixed(1)} s`);
  tick();
  const ticking = setInterval(tick, TICK_MS);
  try {
    return await orInterrupted(work, signal);
  } finally {
    clearInterval(ticking);
  }
}
