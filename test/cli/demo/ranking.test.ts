import * as fc from "fast-check";
import { expect, test } from "vitest";
import { rank } from "../../../src/cli/demo/ranking.js";

test("a worked example with a tie", () => {
  const { auc, averagePrecision, curve } = rank([9, 8, 7, 7, 3, 2, 1], [true, false, true, false, false, true, false]);
  expect(auc).toBeCloseTo((4 + 2.5 + 1) / 12, 12);
  expect(averagePrecision).toBeCloseTo((1 / 3) * 1 + (1 / 3) * (2 / 4) + (1 / 3) * (3 / 6), 12);
  expect(curve[0]).toEqual({ falsePositives: 0, truePositives: 0 });
  expect(curve.at(-1)).toEqual({ falsePositives: 1, truePositives: 1 });
  expect(curve).toContainEqual({ falsePositives: 2 / 4, truePositives: 2 / 3 });
});

test("the area is the share of pairs in the right order", () => {
  const pair = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.boolean());
  fc.assert(
    fc.property(fc.array(pair, { minLength: 2, maxLength: 40 }), (pairs) => {
      const positives = pairs.filter(([, positive]) => positive);
      const negatives = pairs.filter(([, positive]) => !positive);
      fc.pre(positives.length > 0 && negatives.length > 0);
      const right = positives.flatMap(([a]) => negatives.map(([b]) => (a > b ? 1 : a === b ? 0.5 : 0)));
      const share = right.reduce((sum: number, one) => sum + one, 0) / right.length;
      const scores = pairs.map(([score]) => score);
      expect(
        rank(
          scores,
          pairs.map(([, positive]) => positive),
        ).auc,
      ).toBeCloseTo(share, 12);
    }),
  );
});

test("one class alone cannot be ranked", () => {
  expect(() => rank([1, 2], [true, true])).toThrow("2 positives, 0 negatives");
  expect(() => rank([], [])).toThrow(RangeError);
});
