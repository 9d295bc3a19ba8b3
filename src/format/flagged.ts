import type { LabelledBatch } from "../learning/scored-batch.js";

/** Which of the labels [from, to) are flagged, in order. */
export function flaggedIn({ flagged }: Pick<LabelledBatch, "flagged">, from: number, to: number): number[] {
  const range = flagged.subarray(from, to);
  const found: number[] = [];
  for (let i = range.indexOf(1); i >= 0; i = range.indexOf(1, i + 1)) found.push(from + i);
  return found;
}
