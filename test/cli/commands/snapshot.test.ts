import { join } from "node:path";
import { expect, test } from "vitest";
import type { Difference } from "../../../src/cli/show/difference.js";
import { canonicalJson } from "../../../src/format/canonical-json.js";
import { digestOf } from "../../../src/format/snapshot.js";
import { snapshot } from "../support/models.js";
import { runCli } from "../support/run-cli.js";
import { temporaryFile } from "../support/temporary.js";

const written = (value: unknown): string => temporaryFile("model.json", JSON.stringify(value));

test("shows components, heaviest first, and what is known about the model", async () => {
  const { code, stdout, stderr } = await runCli(["snapshot", written(snapshot())]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toBe(`geyser: 2 components, full covariance, 1,700 points

component  weight      eruptions       waiting
        1  0.6500  4.300 ± 0.400  80.00 ± 6.00
        0  0.3500  2.000 ± 0.250  54.00 ± 6.00

version         7, after 6
log-likelihood  -4.15000 a point, recently -4.12000 (each point before it is learned)
`);
});

test("tells what happened since the snapshot before", async () => {
  const events = [
    { kind: "drift", version: 5, points: 1500, components: [], detector: "adwin" },
    { kind: "split", version: 6, points: 1600, components: [0, 2, 3] },
    { kind: "birth", version: 7, components: [4] },
  ];
  const { stdout } = await runCli(["snapshot", written(snapshot({ events, eventsOmitted: 1200 }))]);
  expect(stdout).toContain(`
events          1,200 earlier ones are left out
event           drift at version 5, after 1,500 points, noticed by adwin
event           split of 0, 2, 3 at version 6, after 1,600 points
event           birth of 4 at version 7
`);
});

test("a narrow terminal gets a row a feature", async () => {
  const { stdout } = await runCli(["snapshot", written(snapshot())], { columns: 40 });
  expect(stdout).toContain(`component  weight  feature     mean  deviation
        1  0.6500  eruptions  4.300      0.400
                   waiting    80.00       6.00
        0  0.3500  eruptions  2.000      0.250`);
});

test("--json is canonical and keeps every digit", async () => {
  const model = snapshot({ means: [2.000000000000001, 54, 4.3, 80] });
  const { stdout } = await runCli(["snapshot", "-", "--json"], { stdin: JSON.stringify(model, null, 2) });
  expect(stdout).toBe(`${canonicalJson(model)}\n`);
});

test("of a file of snapshots the last is shown, or the one asked for", async () => {
  const lines = [5, 6, 9].map((version) => JSON.stringify(snapshot({ version }))).join("\n");
  const file = temporaryFile("snapshots.ndjson", `${lines}\n`);
  expect((await runCli(["snapshot", file])).stdout).toContain("version         9,");
  expect((await runCli(["snapshot", file, "--at", "6"])).stdout).toContain("version         6,");
  const { code, stderr } = await runCli(["snapshot", file, "--at", "8"]);
  expect(code).toBe(2);
  expect(stderr).toBe(`mixtide snapshot: ${file} has no version 8\n  It has 3 versions, from 5 to 9.\n`);
});

test("--diff matches components by id and measures moves in deviations", async () => {
  const older = snapshot({ version: 3, points: 1000 });
  const newer = snapshot({
    version: 9,
    points: 1600,
    ids: [1, 4],
    weights: [0.7, 0.3],
    means: [4.3, 86, 1, 50],
    covariances: [0.64, 1.8, 1.8, 36, 0.0625, 0.4, 0.4, 36],
  });
  const args = ["snapshot", written(newer), "--diff", written(older)];
  const change = JSON.parse((await runCli([...args, "--json"])).stdout) as Difference;
  expect(change).toMatchObject({ points: 600, born: [{ id: 4, weight: 0.3 }], died: [{ id: 0, weight: 0.35 }] });
  const [matched] = change.matched;
  expect(matched).toMatchObject({ id: 1, weight: [0.65, 0.7] });
  // Σ = [.16 .9; .9 36], move (0, 6): 36 · .16 / (.16 · 36 − .81)
  expect(matched?.moved).toBeCloseTo(Math.sqrt((36 * 0.16) / (0.16 * 36 - 0.81)), 12);
  expect(matched?.spread).toBeCloseTo(Math.sqrt(2), 12);
  expect((await runCli(args)).stdout).toBe(`geyser version 3 → version 9, 600 points later

component  weight before   after   moved  spread
        1         0.6500  0.7000  1.08 σ  × 1.41

new: 4 (weight 0.300)

gone: 0 (weight 0.350)
`);
});

test("models of different features are not compared", async () => {
  const other = snapshot({ features: ["waiting", "eruptions"] });
  const { code, stderr } = await runCli(["snapshot", written(snapshot()), "--diff", written(other)]);
  expect(code).toBe(1);
  expect(stderr).toContain("different features");
});

test.each([
  ["nothing", "", "the file is empty"],
  ["no JSON", "weights: 1", "it is not JSON: "],
  ["another record", '{"schema":1,"kind":"drift"}', "holds no model: model: "],
  ["a newer schema", JSON.stringify({ ...snapshot(), schema: 2 }), "schema: "],
  ["a list", "[1]", "holds no model: "],
  [
    "a broken second line",
    `${JSON.stringify(snapshot())}\n{"schema":1,`,
    "model.json:2 holds no model: it is not JSON",
  ],
])("%s is refused", async (_, text, problem) => {
  const { code, stdout, stderr } = await runCli(["snapshot", temporaryFile("model.json", text)]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain(problem);
  expect(stderr).toContain("A model is what `mixtide fit --json` prints");
  expect(stderr.split("\n")).toHaveLength(3);
});

test("parameters that make no mixture are refused", async () => {
  const model = snapshot();
  const broken = {
    ...model,
    components: model.components.map((one) => ({
      ...one,
      covariance: [
        [1, 2],
        [2, 1],
      ],
    })),
  };
  const { code, stderr } = await runCli(["snapshot", written(broken)]);
  expect(code).toBe(1);
  expect(stderr).toContain("model.json holds no model: the covariance of component 0 is not positive definite");
});

test("a model that was changed by hand is used, with a warning", async () => {
  const { code, stderr } = await runCli(["snapshot", written({ ...snapshot(), points: 3 })]);
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /^warning: .*model.json: version 7 was changed after it was written: its digest does not fit.\n$/,
  );
});

test("a model with fields of a later version is used without one", async () => {
  const content = { ...snapshot(), novelty: [1] };
  const { code, stderr } = await runCli(["snapshot", written({ ...content, digest: digestOf(content) })]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

test("a missing file: its name, and one that is close", async () => {
  const file = written(snapshot());
  const { code, stderr } = await runCli(["snapshot", join(file, "..", "modle.json")]);
  expect(code).toBe(1);
  expect(stderr).toContain("modle.json: no such file or directory\n  Did you mean model.json?\n");
});
