import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { render } from "../../bench/evaluation/render.js";
import type { Report } from "../../bench/evaluation/report.js";
import type { Row } from "../../bench/evaluation/row.js";
import { summaries } from "../../bench/evaluation/summary.js";
import { runCommand } from "../support/kafka/run-command.js";

const PEERS = ["random cut forest", "isolation forest", "isolation forest (refitted)", "half-space trees"];

// The first run may fetch and compile a peer.
describe("npm run evaluate", { timeout: 300_000 }, () => {
  let printed = "";
  let report: Report;
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), "mixtide-bench-test-"));
    try {
      const json = join(folder, "report.json");
      const args = ["--import", "tsx", "bench/evaluate.ts", "--tiny", "--json", json];
      printed = await runCommand(process.execPath, args);
      report = JSON.parse(await readFile(json, "utf8")) as Report;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 300_000);

  it("scores both data sets by everybody who is there", () => {
    const present = PEERS.filter((peer) => !report.absent.some((line) => line.startsWith(`${peer} (`)));
    for (const data of ["shuttle", "satellite"]) {
      const rows = report.rows.filter((row) => row.data === data);
      expect(rows.map((row) => row.implementation)).toEqual(["mixtide", ...present, "plain", "floor", "k1"]);
      for (const row of rows) {
        // The same points by all of them, of which the first tenth warmed up; better than guessing.
        expect(row.points).toBe(1080);
        expect(row.features).toBe(data === "shuttle" ? 9 : 36);
        expect(row.anomalies).toBeLessThan(row.points / 2);
        expect(row.anomalies).toBeGreaterThan(0);
        expect(row.auc, `${data}: ${row.implementation}`).toBeGreaterThan(0.5);
        expect(row.auc).toBeLessThan(1);
        expect(row.average_precision).toBeGreaterThan(0);
      }
    }
    for (const peer of report.absent) expect(printed).toContain(`absent: ${peer}`);
  });

  it("times those who score point by point", () => {
    for (const {
      implementation,
      points_per_second_with_warmup: whole,
      points_per_second_later: later,
      ...row
    } of report.rows)
      if (["mixtide", ...PEERS].includes(implementation)) {
        for (const speed of [row.points_per_second, whole, later]) expect(speed).toBeGreaterThan(100);
      } else expect(row.points_per_second).toBeUndefined();
  });

  it("prints a table", () => {
    expect(printed).toMatch(/^shuttle +AUC +average precision +k points\/s +with warm-up +second half$/m);
    expect(printed).toMatch(/^mixtide +0\.\d{4} +0\.\d{4}( +\d+\.\d){3}$/m);
  });
});

const rowOf = (implementation: string, shuffle: number, auc: number, more: Partial<Row> = {}): Row => ({
  data: "shuttle",
  shuffle,
  implementation,
  auc,
  average_precision: auc / 2,
  points: 100,
  anomalies: 10,
  features: 9,
  ...more,
});

const ROWS = [
  rowOf("mixtide", 1, 0.5, { points_per_second: 1, points_per_second_with_warmup: 1, points_per_second_later: 1 }),
  rowOf("mixtide", 2, 0.75, {
    points_per_second: 3e6,
    points_per_second_with_warmup: 2000,
    points_per_second_later: 7000,
  }),
  rowOf("mixtide", 3, 1, {
    points_per_second: 3e6,
    points_per_second_with_warmup: 1000,
    points_per_second_later: 4000,
  }),
  rowOf("forest", 1, 0.25, { version: "1.2", points_per_second: 500 }),
  rowOf("plain", 1, 0.125),
];

describe("figures of several orders", () => {
  it("are their mean, lowest and highest; speed is the median of all but the first", () => {
    const [own, forest, plain] = summaries(ROWS);
    expect(own).toEqual({
      implementation: "mixtide",
      version: undefined,
      auc: { mean: 0.75, lowest: 0.5, highest: 1 },
      averagePrecision: { mean: 0.375, lowest: 0.25, highest: 0.5 },
      pointsPerSecond: 3e6,
      pointsPerSecondWithWarmup: 2000,
      pointsPerSecondLater: 7000,
    });
    expect(forest).toMatchObject({ version: "1.2", pointsPerSecond: 500, pointsPerSecondWithWarmup: undefined });
    expect(plain).toMatchObject({ pointsPerSecond: undefined });
  });
});

describe("docs/accuracy.md", () => {
  const report: Report = {
    command: "npm run evaluate",
    machine: "A processor × 2",
    node: "v20.0.0",
    load: 0.1,
    absent: ["half-space trees (no river)"],
    rows: ROWS,
  };

  it("tells what is in the report beside it", async () => {
    const kept = JSON.parse(await readFile("docs/accuracy/evaluate.json", "utf8")) as Report;
    const docs = await readFile("docs/accuracy.md", "utf8");
    expect(render(docs, kept)).toBe(docs);
  });

  it("gets a table with its command, its machine and who is absent", () => {
    const text = render("before\n<!-- shuttle -->\nold\n<!-- /shuttle -->\nafter\n", report);
    expect(text).toBe(`before
<!-- shuttle -->
\`npm run evaluate\`: A processor × 2, Node v20.0.0, load 0.1 before it began.

|  | AUC | average precision | k points/s | with warm-up | second half |
| --- | ---: | ---: | ---: | ---: | ---: |
| mixtide | **.7500** (.5000 … 1.0000) | **.3750** (.2500 … .5000) | 3000 | 2.00 | 7.00 |
| forest | **.2500** (.2500 … .2500) | **.1250** (.1250 … .1250) | .500 |  |  |
| plain | **.1250** (.1250 … .1250) | **.0625** (.0625 … .0625) |  |  |  |

forest 1.2.

Absent: half-space trees (no river).
<!-- /shuttle -->
after
`);
    expect(render(text, report)).toBe(text);
  });

  it("needs marks for every data set", () => {
    expect(() => render("no marks", report)).toThrow("no marks for the data set shuttle");
  });
});
