import { log } from "../kernel/functions/log.js";
import type { Evaluator, Expectation, Kernel } from "../kernel/kernel.js";
import type { Sums } from "../statistics/sums.js";

/** Points are reduced in chunks of this size, in order, so that the result depends on nothing else. */
export const CHUNK = 4096;

/** `hard` = classification EM: every point belongs wholly to its most responsible component. */
export type Mode = "soft" | "hard";

/** How an E-step is to be done. */
export interface EStep {
  readonly mode: Mode;
  /** From how many nats on shares are left out, see {@link Kernel.prepare}. */
  readonly negligible?: number | undefined;
}

/** Buffers of the E-step. */
export type Workspace = Pick<Expectation, "responsibilities" | "logDensity">;

/** Some rows of a batch. */
export interface Rows {
  readonly count: number;
  readonly values: Float64Array;
  readonly weights: Float64Array | undefined;
}

/**
 * E-step: adds the points' statistics to `sums`, and leaves weight · log p(x) of every point in `out.logDensity`; in
 * hard mode weight · max_k log (π_k N_k).
 */
export function learnRows(evaluator: Evaluator, mode: Mode, rows: Rows, out: Workspace, sums: Sums): void {
  const { count, values, weights } = rows;
  const { logDensity } = out;
  if (mode === "soft") evaluator.learn(values, 0, count, weights, { logDensity }, sums);
  else {
    evaluator.expectation(values, 0, count, out);
    harden(out, count, sums.components);
    evaluator.accumulate(values, 0, count, out.responsibilities, weights, sums);
  }
  weigh(out.logDensity, rows);
}

/** Leaves in `out.logDensity` what every point adds to the entropy of the responsibilities: −weight Σ_k r log r. */
export function entropyOfRows(evaluator: Evaluator, rows: Rows, components: number, out: Workspace): void {
  evaluator.expectation(rows.values, 0, rows.count, out);
  for (let i = 0; i < rows.count; i++) out.logDensity[i] = rowEntropy(out.responsibilities, i, components);
  weigh(out.logDensity, rows);
}

function weigh(terms: Float64Array, { count, weights }: Rows): void {
  if (weights !== undefined) for (let i = 0; i < count; i++) terms[i] = weights[i]! * terms[i]!;
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
