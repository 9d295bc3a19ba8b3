import type { Mixture } from "../mixture/mixture.js";
import type { SufficientStatistics } from "../statistics/sufficient-statistics.js";
import { addSums, emptySums, toStatistics } from "../statistics/sums.js";
import { rowsOf, sumsIn, type Task, termsIn } from "./chunk-work.js";
import type { Chunks } from "./chunks.js";
import type { EStep } from "./e-step.js";

/** What one pass of the E-step over all points yields. */
export interface Expected {
  readonly statistics: SufficientStatistics;
  /** Σ weight · log p(x); in hard mode Σ weight · max_k log (π_k N_k). */
  readonly logLikelihood: number;
}

/** E-step over all points, chunk by chunk. */
export function* expectation<Y>({ factors }: Mixture, chunks: Chunks<Y>, how: EStep): Generator<Y, Expected> {
  const task: Task = { kind: "learn", mode: how.mode, negligible: how.negligible, factors };
  const total = emptySums(factors.components, factors.dimensions, factors.structure, factors.means);
  let logLikelihood = 0;
  yield* chunks.each(task, (result, chunk) => {
    logLikelihood = addedTo(logLikelihood, termsIn(result, task), rowsOf(chunks.batch, chunk));
    addSums(total, sumsIn(result, factors));
  });
  return { statistics: toStatistics(total), logLikelihood };
}

/** Entropy of the responsibilities, −Σ weight Σ_k r log r in nats: how unsure the soft labels are. */
export function* entropy<Y>({ factors }: Mixture, chunks: Chunks<Y>): Generator<Y, number> {
  let sum = 0;
  yield* chunks.each({ kind: "entropy", factors }, (terms, chunk) => {
    sum = addedTo(sum, terms, rowsOf(chunks.batch, chunk));
  });
  return sum;
}

/** In ascending order. */
function addedTo(sum: number, terms: Float64Array, rows: number): number {
  let total = sum;
  for (let i = 0; i < rows; i++) total += terms[i]!;
  return total;
}
