import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { intoDocs, manySets } from "../../bench/evaluation/many-sets/render.js";
import type { Report } from "../../bench/evaluation/report.js";
import type { Row } from "../../bench/evaluation/row.js";
import { Random } from "../../src/random/random.js";
import { runCommand } from "../support/kafka/run-command.js";

// The first run may fetch and compile a peer.
it("npm run evaluate:folder scores every CSV file of a folder", { timeout: 300_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "mixtide-bench-test-"));
  try {
    await writeFile(join(folder, "near.csv"), someSet(3, 1));
    await writeFile(join(folder, "far.csv"), someSet(6, 2));
    await writeFile(join(folder, "notes.txt"), "no data");
    const json = join(folder, "report.json");
    const args = ["--import", "tsx", "bench/evaluate-folder.ts", folder, "--tiny", "--json", json];
    const printed = await runCommand(process.execPath, args);
    const { absent, rows } = JSON.parse(await readFile(json, "utf8")) as Report;
    for (const data of ["far", "near"]) {
      const own = rows.filter((row) => row.data === data);
      expect(own.length + absent.length).toBe(8);
      for (const row of own) expect(row).toMatchObject({ points: 270, features: 2, shuffle: 1 });
    }
    const [far, near] = rows.filter(({ implementation }) => implementation === "mixtide");
    expect(near!.auc).toBeGreaterThan(0.8);
    expect(far!.auc).toBeGreaterThan(near!.auc);
    expect(printed).toMatch(/^\| 2 sets \| mean AUC \|/m);
    expect(printed).toMatch(/^\| far \| 270 \| 2 \| \d+(\.\d+)? % \| /m);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** 300 points around the origin, each tenth so much more widely scattered. */
function someSet(times: number, seed: number): string {
  const random = new Random(seed);
  const rows = Array.from({ length: 300 }, (_, i) => {
    const scale = i % 10 === 0 ? times : 1;
    return `${scale * random.normal()},${scale * random.normal()},${scale > 1 ? "anomaly" : "normal"}`;
  });
  return ["x1,x2,label", ...rows, ""].join("\n");
}

const rowOf = (data: string, shuffle: number, implementation: string, auc: number, ap: number): Row => ({
  ...{ data, shuffle, implementation, auc, average_precision: ap, points: 200, anomalies: 5, features: 3 },
});

const ROWS = [
  rowOf("a", 1, "mixtide", 0.9, 0.5),
  rowOf("a", 1, "random cut forest", 0.8, 0.6),
  rowOf("a", 1, "plain", 0.9, 0.5),
  rowOf("a", 2, "mixtide", 0.7, 0.3),
  rowOf("a", 2, "random cut forest", 0.7, 0.3),
  rowOf("a", 2, "plain", 0.7, 0.3),
  rowOf("b", 1, "mixtide", 0.6, 0.2),
  rowOf("b", 1, "random cut forest", 0.5, 0.1),
  rowOf("b", 1, "plain", 1, 0.1),
];

it("means weigh every set alike; who is better is counted set by set, and equals are nobody's", () => {
  expect(manySets({ rows: ROWS })).toBe(`\
| 2 sets | mean AUC | mean average precision | ours better: AUC | average precision |
| --- | ---: | ---: | ---: | ---: |
| mixtide | .700 | .300 |  |  |
| random cut forest | .625 | .275 | 2 | 1 |
| plain | .900 | .250 | 0 | 1 |

| AUC, average precision | points scored | features | anomalies | mixtide | random cut forest |
| --- | ---: | ---: | ---: | ---: | ---: |
| a | 200 | 3 | 2.5 % | .800, .400 | .750, .450 |
| b | 200 | 3 | 2.5 % | .600, .200 | .500, .100 |`);
});

it("docs/accuracy.md tells what is in the report beside it", async () => {
  const kept = JSON.parse(await readFile("docs/accuracy/many-sets.json", "utf8")) as Report;
  const docs = await readFile("docs/accuracy.md", "utf8");
  expect(intoDocs(docs, kept)).toBe(docs);
  expect(new Set(kept.rows.map(({ data }) => data)).size).toBe(41);
});
