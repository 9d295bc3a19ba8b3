import type { LabelledBatch, LabelledRun } from "../learning/scored-batch.js";
import type { MessageBuffer } from "./message-buffer.js";
import type { Origins } from "./origins.js";

/** Consecutive labels, and where their points come from. */
export interface LabelRange {
  readonly scored: LabelledBatch;
  /** First label of the range in `scored`. */
  readonly from: number;
  /** All of one partition. */
  readonly origins: Origins;
  /** First point of the range in `origins`. */
  readonly at: number;
  readonly count: number;
}

/** Turns labels into messages. */
export interface LabelEncoder {
  /**
   * Appends the messages of a range. Where one message stands for all points of an input message, the range must hold
   * whole input messages.
   */
  encode(range: LabelRange, out: MessageBuffer): void;
}

/** Labels [start, end) of one run. */
export interface RunPart {
  readonly run: LabelledRun;
  readonly start: number;
  readonly end: number;
}

/** The parts of labels [from, to) that one mixture made each. */
export function runParts({ runs }: LabelledBatch, from: number, to: number): RunPart[] {
  const parts: RunPart[] = [];
  for (let r = firstEndingBehind(runs, from); r < runs.length && runs[r]!.start < to; r++) {
    const run = runs[r]!;
    parts.push({ run, start: Math.max(run.start, from), end: Math.min(run.end, to) });
  }
  return parts;
}

/** Bisection: a batch may have thousands of runs, and be cut into as many messages. */
function firstEndingBehind(runs: readonly LabelledRun[], label: number): number {
  let low = 0;
  for (let high = runs.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (runs[middle]!.end > label) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The input messages of a range: where each begins in `origins`, and where the last one ends. */
export function messageStarts({ origins, at, count }: LabelRange): number[] {
  const starts: number[] = [];
  const { offsets } = origins;
  for (let j = at; j < at + count; j++) if (j === at || offsets[j] !== offsets[j - 1]) starts.push(j);
  starts.push(at + count);
  return starts;
}
