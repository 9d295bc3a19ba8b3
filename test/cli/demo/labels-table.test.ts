import { expect, test } from "vitest";
import { labelsTable } from "../../../src/cli/demo/labels-table.js";
import type { Label } from "../../../src/format/records.js";

test("a row a label: its point, its component and how sure that is, how likely and how unusual the point", () => {
  const label: Label = {
    schema: 1,
    source: { topic: "t", partition: 0, offset: "0" },
    version: 0,
    component: 1,
    responsibilities: { 0: 0.0196, 1: 0.9804 },
    logDensity: -4.20567,
    anomaly: { score: 0.51234 },
  };
  const sure = { ...label, component: 0, responsibilities: { 0: 1 }, logDensity: -12.5, anomaly: { score: 3 } };
  const lines = labelsTable(
    ["x", "y"],
    [
      ["3.6", "79"],
      ["1.80", "-4"],
    ],
    [label, sure],
    (_, text) => text,
  );
  expect(lines.map((line) => line.trim().split(/ {2,}/))).toEqual([
    ["x", "y", "component", "responsibility", "log density", "anomaly score"],
    ["3.6", "79", "1", "0.9804", "-4.206", "0.512"],
    ["1.80", "-4", "0", "1.000", "-12.500", "3.000"],
  ]);
});
