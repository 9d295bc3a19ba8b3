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
 * Judges scores against the truth.
 *
 * @param scores higher = more likely positive; n of them.
 * @param positive n answers.
 * @throws RangeError when there are no positives or no negatives: nothing can be ranked then.
 * @example rank([0.1, 0.9, 0.5], [false, true, false]).auc; // 1
 */
export function rank(scores: ArrayLike<number>, positive: readonly boolean[]): Ranking {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => at(scores, b) - at(scores, a));
  const positives = positive.filter(Boolean).length;
  const negatives = positive.length - positives;
  if (positives === 0 || negatives === 0) throw new RangeError(`${positives} positives, ${negatives} negatives`);
  let [hits, falseAlarms, area, precisionSum] = [0, 0, 0, 0];
  const curve = [{ falsePositives: 0, truePositives: 0 }];
  for (let from = 0, to = 0; from < order.length; from = to) {
    const score = at(scores, order[from] ?? 0);
    const before = { hits, falseAlarms };
    for (; to < order.length && at(scores, order[to] ?? 0) === score; to++)
      positive[order[to] ?? 0] ? hits++ : falseAlarms++;
    area += ((falseAlarms - before.falseAlarms) * (hits + before.hits)) / 2;
    precisionSum += ((hits - before.hits) * hits) / (hits + falseAlarms);
    curve.push({ falsePositives: falseAlarms / negatives, truePositives: hits / positives });
  }
  return { auc: area / (positives * negatives), averagePrecision: precisionSum / positives, curve };
}

function at(scores: ArrayLike<number>, i: number): number {
  return scores[i] ?? Number.NaN;
}
