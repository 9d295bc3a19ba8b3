import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rank } from "../../src/evaluation/ranking.js";

/** Scores with many ties and infinities, and answers of both kinds. */
const judged = fc
  .array(fc.tuple(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constantFrom(-Infinity, Infinity)), fc.boolean()), {
    minLength: 2,
    maxLength: 40,
  })
  .filter((pairs) => new Set(pairs.map(([, positive]) => positive)).size === 2)
  .map((pairs) => ({ scores: pairs.map(([score]) => score), positive: pairs.map(([, positive]) => positive) }));

/** Sums over pairs, and over every distinct threshold: slow, and by the definitions. */
function naive({ scores, positive }: { scores: number[]; positive: boolean[] }) {
  const of = (kind: boolean) => scores.filter((_, i) => positive[i] === kind);
  const pairs = of(true).flatMap((a) => of(false).map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
  const auc = pairs.reduce<number>((sum, one) => sum + one, 0) / pairs.length;
  const thresholds = [...new Set(scores)].sort((a, b) => (a < b ? 1 : -1));
  let averagePrecision = 0;
  let recallBefore = 0;
  for (const threshold of thresholds) {
    const found = positive.filter((_, i) => scores[i]! >= threshold);
    const recall = found.filter(Boolean).length / of(true).length;
    averagePrecision += (recall - recallBefore) * (found.filter(Boolean).length / found.length);
    recallBefore = recall;
  }
  return { auc, averagePrecision };
}

describe("rank", () => {
  it("works an example with a tie", () => {
    const scores = [9, 8, 7, 7, 3, 2, 1];
    const positive = [true, false, true, false, false, true, false];
    const { auc, averagePrecision, curve } = rank(scores, positive);
    expect(auc).toBeCloseTo((4 + 2.5 + 1) / 12, 12);
    expect(averagePrecision).toBeCloseTo((1 / 3) * 1 + (1 / 3) * (2 / 4) + (1 / 3) * (3 / 6), 12);
    expect(curve[0]).toEqual({ falsePositives: 0, truePositives: 0 });
    expect(curve.at(-1)).toEqual({ falsePositives: 1, truePositives: 1 });
    expect(curve).toContainEqual({ falsePositives: 2 / 4, truePositives: 2 / 3 });
  });

  it("gives what the definitions give, ties and infinities among the scores", () => {
    fc.assert(
      fc.property(judged, ({ scores, positive }) => {
        const ranking = rank(scores, positive);
        const expected = naive({ scores, positive });
        expect(ranking.auc).toBeCloseTo(expected.auc, 12);
        expect(ranking.averagePrecision).toBeCloseTo(expected.averagePrecision, 12);
      }),
    );
  });

  it("does not depend on the order of the points, nor on the scale of the scores", () => {
    fc.assert(
      fc.property(judged, ({ scores, positive }) => {
        const { auc, averagePrecision } = rank(scores, positive);
        const reversed = rank(scores.toReversed(), positive.toReversed());
        const stretched = rank(
          scores.map((score) => 3 * score + 1),
          positive,
        );
        for (const other of [reversed, stretched])
          expect({ auc: other.auc, averagePrecision: other.averagePrecision }).toEqual({ auc, averagePrecision });
      }),
    );
  });

  // scikit-learn 1.9: roc_auc_score and average_precision_score of the same numbers.
  it("agrees with scikit-learn", () => {
    const scores = [0.1, 0.4, 0.35, 0.8, 0.4, 0.4, 0.9, 0.1, 0.35, 0.2];
    const positive = [0, 0, 1, 1, 1, 0, 0, 0, 1, 0].map(Boolean);
    const { auc, averagePrecision } = rank(scores, positive);
    expect(auc).toBeCloseTo(0.625, 12);
    expect(averagePrecision).toBeCloseTo(0.5107142857142857, 12);
  });

  it("refuses what cannot be ranked", () => {
    expect(() => rank([1, 2], [true, true])).toThrow("2 positives, 0 negatives");
    expect(() => rank([], [])).toThrow(RangeError);
    expect(() => rank([1, Number.NaN], [true, false])).toThrow("score 1 is not a number");
    expect(() => rank([1], [true, false])).toThrow("1 scores, 2 answers");
  });
});
