import { log } from "../kernel/functions/log.js";
import type { Kernel } from "../kernel/kernel.js";
import type { Mixture } from "../mixture/mixture.js";
import type { PointBatch } from "../mixture/point-batch.js";
import type { SufficientStatistics } from "../statistics/sufficient-statistics.js";
import { addSums, emptySums, toStatistics } from "../statistics/sums.js";

/** Points are reduced in chunks of this size, in order, so that the result depends on nothing else. */
export const CHUNK = 4096;

/** What one pass of the E-step over all points yields. */
export interface Expected {
  readonly statistics: SufficientStatistics;
  /** Σ weight · log p(x); in hard mode Σ weight · max_k log (π_k N_k). */
  readonly logLikelihood: number;
}

/** `hard` = classification EM: every point belongs wholly to its most responsible component. */
export type Mode = "soft" | "hard";

/** Buffers of the E-step, reused over passes. */
export interface Workspace {
  readonly responsibilities: Float64Array;
  readonly logDensity: Float64Array;
}

export function workspaceFor(count: number, components: number): Workspace {
  const rows = Math.min(count, CHUNK);
  return {
    responsibilities: new Float64Array(rows * components),
    logDensity: new Float64Array(rows),
  };
}

/** E-step over a batch, chunk by chunk; yields between chunks. */
export function* expectation(
  mixture: Mixture,
  batch: PointBatch,
  mode: Mode,
  kernel: Kernel,
  workspace: Workspace,
): Generator<undefined, Expected> {
  const { components: K, dimensions: D, structure } = mixture;
  const evaluator = mixture.evaluator(kernel);
  const total = emptySums(K, D, structure, mixture.means);
  let logLikelihood = 0;
  for (let from = 0; from < batch.count; from += CHUNK) {
    const rows = Math.min(CHUNK, batch.count - from);
    const values = batch.values.subarray(from * D, (from + rows) * D);
    const weights = batch.weights?.subarray(from, from + rows);
    const sums = emptySums(K, D, structure, mixture.means);
    if (mode === "soft") evaluator.learn(values, 0, rows, weights, workspace, sums);
    else {
      evaluator.expectation(values, 0, rows, workspace);
      harden(workspace, rows, K);
      evaluator.accumulate(values, 0, rows, workspace.responsibilities, weights, sums);
    }
    for (let i = 0; i < rows; i++) logLikelihood += (weights?.[i] ?? 1) * workspace.logDensity[i]!;
    addSums(total, sums);
    yield;
  }
  return { statistics: toStatistics(total), logLikelihood };
}

/** Entropy of the responsibilities, −Σ weight Σ_k r log r in nats: how unsure the soft labels are. */
export function* entropy(
  mixture: Mixture,
  batch: PointBatch,
  kernel: Kernel,
  workspace: Workspace,
): Generator<undefined, number> {
  const { components: K, dimensions: D } = mixture;
  let sum = 0;
  for (let from = 0; from < batch.count; from += CHUNK) {
    const rows = Math.min(CHUNK, batch.count - from);
    mixture.evaluator(kernel).expectation(batch.values.subarray(from * D, (from + rows) * D), 0, rows, workspace);
    for (let i = 0; i < rows; i++)
      sum += (batch.weights?.[from + i] ?? 1) * rowEntropy(workspace.responsibilities, i, K);
    yield;
  }
  return sum;
}

function rowEntropy(responsibilities: Float64Array, i: number, K: number): number {
  let sum = 0;
  for (let k = 0; k < K; k++) {
    const r = responsibilities[i * K + k]!;
    if (r > 0 && r < 1) sum -= r * log(r);
  }
  return sum;
}

/** Replaces responsibilities by one-hot rows and log densities by the log joint density of the chosen component. */
export function harden({ responsibilities, logDensity }: Workspace, rows: number, K: number, first = 0): void {
  for (let i = first; i < first + rows; i++) {
    let best = 0;
    for (let k = 1; k < K; k++) if (responsibilities[i * K + k]! > responsibilities[i * K + best]!) best = k;
    logDensity[i]! += log(responsibilities[i * K + best]!);
    for (let k = 0; k < K; k++) responsibilities[i * K + k] = k === best ? 1 : 0;
  }
}
