/** Fewer flags than this tell little about where a threshold lies. */
const FLAGS = 5;
const MOST_STRETCHES = 40;

/** A threshold that was in force over scores `from` … `to` − 1. */
export interface Threshold {
  readonly from: number;
  readonly to: number;
  readonly y: number;
}

/**
 * The thresholds that flags betray: labels tell scores and flags but not the threshold between them, which follows the
 * stream. In each of equal stretches, with five flags each in the mean and no more than 40, it is the cut that agrees
 * with the most flags: halfway between the two scores next to it. Stretches without any flag betray none; of one with
 * nothing but flags it is the lowest score, which the threshold may be below.
 *
 * @param scores n scores; those that are not finite are left out.
 * @param flagged n answers.
 */
export function thresholdsOf(scores: ArrayLike<number>, flagged: ArrayLike<boolean>): Threshold[] {
  const n = scores.length;
  const stretches = Math.max(
    1,
    Math.min(MOST_STRETCHES, Math.floor(Array.from(flagged).filter(Boolean).length / FLAGS)),
  );
  const edge = (s: number) => Math.floor((s * n) / stretches);
  return Array.from({ length: stretches }, (_, s) => {
    const [from, to] = [edge(s), edge(s + 1)];
    return { from, to, y: cutOf(scores, flagged, from, to) };
  }).filter(({ y }) => Number.isFinite(y));
}

/** NaN without any flag. */
function cutOf(scores: ArrayLike<number>, flagged: ArrayLike<boolean>, from: number, to: number): number {
  const order = Array.from({ length: to - from }, (_, i) => from + i)
    .filter((i) => Number.isFinite(scores[i]!))
    .sort((a, b) => scores[b]! - scores[a]!);
  let [best, cut, balance] = [0, Number.NaN, 0];
  order.forEach((i, rank) => {
    balance += flagged[i] ? 1 : -1;
    const next = order[rank + 1];
    // Of equal scores none can be above the threshold and another below.
    if (balance <= best || (next !== undefined && scores[next] === scores[i])) return;
    [best, cut] = [balance, next === undefined ? scores[i]! : (scores[i]! + scores[next]!) / 2];
  });
  return cut;
}
