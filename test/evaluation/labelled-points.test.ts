import { expect, test } from "vitest";
import { labelledPoints } from "../../src/evaluation/labelled-points.js";
import { points } from "../../src/mixture/point-batch.js";

const batch = points(
  [
    [1, 10],
    [2, 20],
    [3, 30],
    [4, 40],
  ],
  { weights: [0.1, 0.2, 0.3, 0.4] },
);
const classes = ["a", "b", "c", "a"];

test("classes become answers", () => {
  const { points: kept, anomalous } = labelledPoints(batch, classes, { positive: ["a", "c"] });
  expect(anomalous).toEqual([true, false, true, true]);
  expect(kept).toEqual(batch);
});

test("dropped classes are gone, with their weights", () => {
  const { points: kept, anomalous } = labelledPoints(batch, classes, { positive: ["c"], drop: ["a"] });
  expect(anomalous).toEqual([false, true]);
  expect(kept).toEqual(points(Float64Array.of(2, 20, 3, 30), { dimensions: 2, weights: [0.2, 0.3] }));
});

test("a shuffle moves rows with their answers and weights, the same way every time", () => {
  const many = points(
    Float64Array.from({ length: 100 }, (_, i) => i >> 1),
    { dimensions: 2 },
  );
  const kinds = Array.from({ length: 50 }, (_, i) => `${i}`);
  const question = { positive: ["7"], drop: ["3"], shuffle: 5 };
  const shuffled = labelledPoints(many, kinds, question);
  const firsts = Array.from({ length: 49 }, (_, i) => shuffled.points.values[2 * i]!);
  expect(firsts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i).filter((i) => i !== 3));
  expect(firsts).not.toEqual(firsts.toSorted((a, b) => a - b));
  expect(shuffled.anomalous).toEqual(firsts.map((first) => first === 7));
  expect(labelledPoints(many, kinds, question)).toEqual(shuffled);
  expect(labelledPoints(many, kinds, { ...question, shuffle: 6 })).not.toEqual(shuffled);
});
