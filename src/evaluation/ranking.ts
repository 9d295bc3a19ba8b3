/** How well scores put positives above negatives. */
export interface Ranking {
  /** Area under the ROC curve: the chance that a positive scores above a negative; ties count half. */
  readonly auc: number;
  /** Average precision: Σ (recall_i − recall_{i−1}) · precision_i over falling thresholds. */
  readonly averagePrecision: number;
  /** The ROC curve from (0, 0) to (1, 1), one point a distinct score. */
  readonly curve: readonly { readonly falsePositives: number; readonly truePositives: number }[];
}

/**
 * Judges scores against the truth. Equal scores share one threshold, so that the order in which they come cannot matter.
 *
 * @param scores n scores: higher = more likely positive; infinities are scores like others.
 * @param positive n answers.
 * @throws RangeError when there are no positives or no negatives, or a score is not a number: nothing can be ranked then.
 * @example rank([0.1, 0.9, 0.5], [false, true, false]).auc; // 1
 */
export function rank(scores: ArrayLike<number>, positive: readonly boolean[]): Ranking {
  checkScores(scores, positive.length);
  const positives = positive.filter(Boolean).length;
  const negatives = positive.length - positives;
  if (positives === 0 || negatives === 0) throw new RangeError(`${positives} positives, ${negatives} negatives`);
  const order = fallingOrder(scores);
  let [hits, falseAlarms, area, precisionSum] = [0, 0, 0, 0];
  const curve = [{ falsePositives: 0, truePositives: 0 }];
  for (let from = 0, to = 0; from < order.length; from = to) {
    const score = scores[order[from]!]!;
    const before = { hits, falseAlarms };
    for (; to < order.length && scores[order[to]!] === score; to++) positive[order[to]!] ? hits++ : falseAlarms++;
    area += ((falseAlarms - before.falseAlarms) * (hits + before.hits)) / 2;
    precisionSum += ((hits - before.hits) * hits) / (hits + falseAlarms);
    curve.push({ falsePositives: falseAlarms / negatives, truePositives: hits / positives });
  }
  return { auc: area / (positives * negatives), averagePrecision: precisionSum / positives, curve };
}

function checkScores(scores: ArrayLike<number>, answers: number): void {
  if (scores.length !== answers) throw new RangeError(`${scores.length} scores, ${answers} answers`);
  for (let i = 0; i < scores.length; i++)
    if (Number.isNaN(scores[i])) throw new RangeError(`score ${i} is not a number`);
}

/** Indices from the highest score to the lowest; a difference would be no order between two infinities. */
function fallingOrder(scores: ArrayLike<number>): Uint32Array {
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i);
  return order.sort((a, b) => (scores[a]! > scores[b]! ? -1 : scores[a]! < scores[b]! ? 1 : 0));
}
