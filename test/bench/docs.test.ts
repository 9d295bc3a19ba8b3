import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { render } from "../../bench/docs/render.js";
import type { Report } from "../../bench/report.js";
import type { Row } from "../../bench/row.js";

const row = { name: "kernel", d: 2, k: 8, covariance: "full", data: "separated" } as const;
const rowOf = (implementation: string, millions: number, more: Partial<Row> = {}): Row => ({
  ...row,
  implementation,
  points_per_second: millions * 1e6,
  microseconds_per_point: 1 / millions,
  ...more,
});
const report: Report = {
  command: "npm run bench",
  machine: "A processor × 2",
  node: "v20.0.0",
  load: 0.1,
  peak_multiply_adds_per_second: 1e10,
  absent: ["armadillo (no g++)"],
  rows: [
    rowOf("wasm", 23.25, { pruning: false }),
    rowOf("wasm", 0.4567, { pruning: true }),
    rowOf("numpy", 6, { version: "2.0" }),
  ],
};

describe("docs/performance.md", () => {
  it("tells what is in the reports beside it", async () => {
    const files = (await readdir("docs/performance")).filter((name) => name.endsWith(".json"));
    const texts = await Promise.all(files.map((name) => readFile(`docs/performance/${name}`, "utf8")));
    const reports = texts.map((text) => JSON.parse(text) as Report);
    const docs = await readFile("docs/performance.md", "utf8");
    expect(render(docs, reports)).toBe(docs);
  });

  it("gets tables with their command, their machine and who is absent", () => {
    const text = render("before\n<!-- kernel -->\nold\n<!-- /kernel -->\nafter\n", [report]);
    expect(text).toBe(`before
<!-- kernel -->
\`npm run bench\`: A processor × 2, Node v20.0.0, load 0.1 before it began, peak 10.0 G multiply-adds/s.

| M points/s; D, K | wasm | wasm, pruned | numpy |
| --- | ---: | ---: | ---: |
| 2, 8 full, separated | 23.3 | .457 | 6.00 |

numpy 2.0.

Absent: armadillo (no g++).
<!-- /kernel -->
after
`);
    expect(render(text, [report])).toBe(text);
  });

  it("needs marks for every suite", () => {
    expect(() => render("no marks", [report])).toThrow("no marks for the suite kernel");
  });
});
