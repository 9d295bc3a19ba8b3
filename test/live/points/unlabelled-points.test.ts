import { expect, it } from "vitest";
import { UnlabelledPoints } from "../../../src/live/points/unlabelled-points.js";

const points = (...values: number[]) => ({
  count: values.length / 2,
  dimensions: 2,
  values: Float64Array.from(values),
});

it("hands out what waited, although the memory it came in is used again", () => {
  const waiting = new UnlabelledPoints(2);
  const first = points(1, 2, 3, 4);
  waiting.add(first);
  first.values.fill(99);
  waiting.add(points(5, 6));
  expect([...waiting.take(3)]).toEqual([1, 2, 3, 4, 5, 6]);
  waiting.add(points(7, 8));
  expect([...waiting.take(1)]).toEqual([7, 8]);
});

it("columns longer than their points are cut", () => {
  const waiting = new UnlabelledPoints(2);
  waiting.add({ count: 1, dimensions: 2, values: Float64Array.of(1, 2, 99, 99) });
  expect([...waiting.take(1)]).toEqual([1, 2]);
});

it("who begins to look in the middle of a warm-up has not seen its first points", () => {
  const waiting = new UnlabelledPoints(2);
  waiting.add(points(5, 6));
  waiting.add(points(7, 8));
  expect([...waiting.take(4)]).toEqual([NaN, NaN, NaN, NaN, 5, 6, 7, 8]);
  expect([...waiting.take(1)]).toEqual([NaN, NaN]);
});

it("of more than are labelled the last ones count", () => {
  const waiting = new UnlabelledPoints(2);
  waiting.add(points(1, 2, 3, 4));
  waiting.add(points(5, 6));
  expect([...waiting.take(2)]).toEqual([3, 4, 5, 6]);
});
