import { describe, expect, it } from "vitest";
import { report, table } from "../../bench/report.js";
import { kernelSuite } from "../../bench/suites/kernel.js";
import { stepSuite } from "../../bench/suites/steps.js";

describe("the benchmark", () => {
  const rows = [kernelSuite, stepSuite].flatMap((suite) => [...suite({ points: 400, runs: 1 })]);

  it("measures every shape and step", () => {
    for (const row of rows) expect(row.points_per_second).toBeGreaterThan(0);
    expect(rows.filter(({ name }) => name === "kernel")).toHaveLength(8);
    expect(rows.map(({ step }) => step)).toContain("encode json labels");
  });

  it("reports for people and for programs", () => {
    expect(table(rows).split("\n")).toHaveLength(rows.length + 1);
    expect(report(rows)).toMatchObject({ node: process.version, rows });
  });
});
