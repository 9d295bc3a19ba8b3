import { expect, test } from "vitest";
import { numberPaths } from "../../../src/cli/doctor/number-paths.js";
import { parsePath, valueAt } from "../../../src/format/features/path.js";

const pathsOf = (event: unknown): string[] => numberPaths(Buffer.from(JSON.stringify(event)));

test("the numbers of an event, by paths that features understand", () => {
  const event = { id: "a", load: { cpu: 0.5, on: true }, values: [1, { x: 2 }], "odd.key[": { n: 3 }, none: null };
  const paths = pathsOf(event);
  expect(paths).toEqual(["load.cpu", "values[0]", "values[1].x", "odd\\.key\\[.n"]);
  expect(paths.map((path) => valueAt(event, parsePath(path)))).toEqual([0.5, 1, 2, 3]);
});

test("the first point of several; nothing of what is no event", () => {
  expect(pathsOf([{ x: 1 }, { y: 2 }])).toEqual(["x"]);
  expect(pathsOf(7)).toEqual([]);
  expect(numberPaths(Buffer.from("not json"))).toEqual([]);
});

test("a wide or deep event makes no endless list", () => {
  expect(pathsOf(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, i])))).toHaveLength(12);
  expect(pathsOf({ a: { b: { c: { d: { e: 1 } } } } })).toEqual([]);
});
