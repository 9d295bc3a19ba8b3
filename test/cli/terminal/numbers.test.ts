import { expect, test } from "vitest";
import { meanAndDeviation, plural, significant } from "../../../src/cli/terminal/numbers.js";
import { progressBar } from "../../../src/cli/terminal/progress-bar.js";

test.each([
  [79.9681, 4, "79.97"],
  [0.000123456, 3, "0.000123"],
  [0.0000123456, 3, "1.23e-5"],
  [123456.7, 4, "123457"],
  [-2.5e12, 3, "-2.50e+12"],
  [0, 4, "0"],
  [Number.NaN, 4, "–"],
  [Number.NEGATIVE_INFINITY, 4, "−∞"],
])("%d with %d significant digits is %s", (value, digits, text) => {
  expect(significant(value, digits)).toBe(text);
});

test.each([
  [4.28966, 0.41192, ["4.290", "0.412"]],
  [100000000.31, 1.02, ["100000000.31", "1.02"]],
  [0.0312, 12345, ["0", "12345"]],
  [5, 0, ["5.000", "0"]],
  [1e-12, 2e-13, ["1.000000e-12", "2.00e-13"]],
])("mean %d with deviation %d", (mean, deviation, texts) => {
  expect(meanAndDeviation(mean, deviation)).toEqual(texts);
});

test("counts", () => {
  expect(plural(1, "point")).toBe("1 point");
  expect(plural(49097, "point")).toBe("49,097 points");
});

test.each([
  [0, 0, "  0 %"],
  [0.5, 12, " 50 %"],
  [1, 24, "100 %"],
  [7, 24, "100 %"],
])("a bar for %d", (share, cells, percent) => {
  const bar = progressBar(share);
  expect(bar.split("━").length - 1).toBe(cells);
  expect(bar.endsWith(percent)).toBe(true);
});
