import { expect, test } from "vitest";
import { table, tableWidth } from "../../../src/cli/terminal/table.js";

const columns = [{ title: "name", align: "left" as const }, { title: "n" }];
const rows = [
  ["a", "1"],
  ["long name", "12345"],
];

test("columns are as wide as their widest cell, numbers to the right", () => {
  expect(table(columns, rows, (_, text) => text)).toEqual(["name           n", "a              1", "long name  12345"]);
  expect(tableWidth(columns, rows)).toBe(16);
});

test("colours take no room", () => {
  const red = (text: string): string => `\u001b[31m${text}\u001b[39m`;
  const [, first] = table(columns, [[red("a"), "1"], rows[1] ?? []], (_, text) => text);
  expect(first).toBe(`${red("a")}              1`);
});
