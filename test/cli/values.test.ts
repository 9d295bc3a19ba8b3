import { InvalidArgumentError } from "commander";
import { expect, test } from "vitest";
import { componentRange, names, nonNegative, oneOf, seed, someOf, whole } from "../../src/cli/options/values.js";

test("components: a number or a range", () => {
  expect(componentRange("3")).toEqual({ min: 3, max: 3 });
  expect(componentRange("1..6")).toEqual({ min: 1, max: 6 });
  for (const bad of ["0", "", "a", "2.5", "6..1", "1...3", "-2", "1..", "0..3"])
    expect(() => componentRange(bad), bad).toThrow(InvalidArgumentError);
});

test("numbers", () => {
  expect(whole(1)("12")).toBe(12);
  expect(seed("-3")).toBe(-3);
  expect(nonNegative("1e-10")).toBe(1e-10);
  for (const bad of ["0", "1.5", "", " ", "x", "1e300"]) expect(() => whole(1)(bad), bad).toThrow(InvalidArgumentError);
  for (const bad of ["-1", "", "NaN", "Infinity"]) expect(() => nonNegative(bad), bad).toThrow(InvalidArgumentError);
  for (const bad of ["", "0.5"]) expect(() => seed(bad), bad).toThrow(InvalidArgumentError);
});

test("words: one or some of a list, with a suggestion", () => {
  const types = ["full", "tied", "diagonal"] as const;
  expect(oneOf(types)("tied")).toBe("tied");
  expect(someOf(types)("tied, full,tied")).toEqual(["tied", "full"]);
  expect(someOf(types)("all")).toEqual(types);
  expect(() => oneOf(types)("diagnal")).toThrow("It must be one of full, tied, diagonal. Did you mean diagonal?");
  expect(() => oneOf(types)("?")).toThrow(/^It must be one of full, tied, diagonal\.$/);
});

test("names: separated by commas, or by repeating the option", () => {
  expect(names("c", names("a, b"))).toEqual(["a", "b", "c"]);
  expect(() => names("a,,b")).toThrow(InvalidArgumentError);
});
