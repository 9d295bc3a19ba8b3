import type { ScoredBatch } from "../../learning/scored-batch.js";

/** Points whose verdicts are remembered, at least. */
const WINDOW = 10_000;

/**
 * The anomaly score from which points are flagged, as their verdicts show it: the smallest that was. It moves with the
 * calibration, so old verdicts are forgotten.
 */
export class ObservedThreshold {
  /** Of the window before, and of the one that fills up. */
  #before = Number.POSITIVE_INFINITY;
  #now = Number.POSITIVE_INFINITY;
  #seen = 0;

  add({ anomalyScore, count, flagged }: Pick<ScoredBatch, "anomalyScore" | "count" | "flagged">): void {
    for (let i = 0; i < count; i++) if (flagged[i] === 1) this.#now = Math.min(this.#now, anomalyScore[i]!);
    this.#seen += count;
    if (this.#seen < WINDOW) return;
    this.#before = this.#now;
    this.#now = Number.POSITIVE_INFINITY;
    this.#seen = 0;
  }

  /** null = nothing was flagged lately. */
  get value(): number | null {
    const least = Math.min(this.#before, this.#now);
    return Number.isFinite(least) ? least : null;
  }
}
