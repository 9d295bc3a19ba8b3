import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { clusters, faithfulModel } from "../support/files.js";
import { snapshot } from "../support/models.js";
import { runCli } from "../support/run-cli.js";
import { temporaryFile, temporaryFolder } from "../support/temporary.js";

const FAITHFUL = "data/faithful.csv";

async function picture(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(["plot", ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^<svg [^>]*>.*<\/svg>\n$/s);
  return stdout;
}

test("points alone: of two features a scatter plot, of others every pair", async () => {
  const two = await picture(FAITHFUL);
  expect(two).toContain("<title>faithful.csv</title>");
  expect(two).not.toContain("component 0");
  expect(await picture("data/iris.csv", "--ignore", "species")).toContain("petal_width");
  expect(await picture("data/iris.csv", "--columns", "sepal_length,petal_width")).not.toContain("petal_length");
  expect(await picture(FAITHFUL, "--columns", "waiting")).toContain("waiting");
});

test("a model over the points, chosen features, columns in another order", async () => {
  const model = await faithfulModel();
  expect(await picture(FAITHFUL, "--model", model)).toContain("component 0: 64.4 %");
  const swapped = temporaryFile("swapped.csv", "waiting,eruptions,more\n54,1.8,x\n80,4.3,y\n");
  const both = await picture(swapped, model);
  expect(both).toContain("component 1: 35.6 %");
  expect(both).toContain("Log-likelihood over the iterations of EM");
  expect(await picture(model, "--columns", "waiting")).not.toContain("eruptions");
});

test("a model alone: its components and how it was fitted", async () => {
  const svg = await picture(await faithfulModel());
  expect(svg).toContain("faithful");
  expect(svg).toContain("component 0: 64.4 %");
  expect(svg).toContain("Log-likelihood over the iterations of EM");
});

test("of one feature its marginal, of all with --marginals: histogram, components and all together", async () => {
  const model = await faithfulModel();
  const one = await picture(FAITHFUL, "-m", model, "--columns", "waiting");
  expect(one).toContain("Histogram of waiting of 272 points, with the densities of the 2 components");
  for (const args of [[FAITHFUL, "-m", model], [FAITHFUL], [model]]) {
    const svg = await picture(...args, "--marginals");
    expect(svg).toContain('aria-label="Marginal of eruptions"');
    expect(svg).toContain('aria-label="Marginal of waiting"');
  }
});

test("snapshots: the last mixture, and how well the stream was foretold", async () => {
  const lines = [1, 5, 9].map((version) => JSON.stringify(snapshot({ version, points: 100 * version })));
  const svg = await picture(temporaryFile("snapshots.ndjson", lines.join("\n")));
  expect(svg).toContain("component 1: 65 %");
  expect(svg).toContain("points learned");
  const one = await picture(temporaryFile("snapshot.json", JSON.stringify(snapshot(), null, 2)));
  expect(one).not.toContain("points learned");
});

test("labels of a run: scores over the stream, with the end of the warm-up", async () => {
  const file = temporaryFile("clusters.csv", clusters(1000));
  const { stdout } = await runCli(["run", "-i", file, "-k", "2", "--warmup", "300", "--columns", "x,y"]);
  const svg = await picture(temporaryFile("labels.ndjson", stdout));
  expect(svg).toContain("Anomaly scores of labels.ndjson");
  expect(svg).toContain("end of warm-up");
});

test("points from standard input; JSON points are no models", async () => {
  const { code, stdout } = await runCli(["plot", "-"], { stdin: readFileSync(FAITHFUL) });
  expect(code).toBe(0);
  expect(stdout).toContain("eruptions");
  expect(await picture(temporaryFile("points.json", "[[1,2],[2,1],[3,5]]"))).toContain("x2");
});

test("--output writes a file; --dark and --light choose the paper", async () => {
  const path = join(temporaryFolder(), "plot.svg");
  const { code, stdout } = await runCli(["plot", FAITHFUL, "--output", path]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  const [auto, dark, light] = [
    readFileSync(path, "utf8"),
    await picture(FAITHFUL, "--dark"),
    await picture(FAITHFUL, "--light"),
  ];
  expect(new Set([auto, dark, light]).size).toBe(3);
  expect(auto).toContain("prefers-color-scheme");
  expect(dark).not.toContain("prefers-color-scheme");
});

test("records that are no points are left out of a picture with a model, and counted", async () => {
  const file = temporaryFile("bad.csv", "eruptions,waiting\n2,54\nx,54\n4.3,80\n");
  const { code, stderr } = await runCli(["plot", file, "-m", await faithfulModel()]);
  expect(code).toBe(0);
  expect(stderr).toContain("1 record could not be read and was left out");
});

test.each<[string, string[], number, string]>([
  ["no file", [], 2, "missing required argument 'files'"],
  ["a missing file", ["data/faithfull.csv"], 1, "Did you mean faithful.csv?"],
  ["a missing model", [FAITHFUL, "-m", "no.json"], 1, "no.json: no such file"],
  ["text columns", ["data/iris.csv"], 1, 'column "species" is not numeric'],
  ["an unknown feature of a model", ["MODEL", "--columns", "wating"], 2, "Did you mean waiting?"],
  ["points of other columns", ["data/quakes.csv", "-m", "MODEL"], 1, 'there is no column "eruptions"'],
  ["--ignore with a model", [FAITHFUL, "-m", "MODEL", "--ignore", "waiting"], 2, "--ignore does not go with a model"],
  ["labels that are none", ["LABELS"], 1, "labels.ndjson:2 is no label"],
])("%s is told to the user", async (_, args, code, message) => {
  const files: Record<string, string> = {
    MODEL: await faithfulModel(),
    LABELS: temporaryFile(
      "labels.ndjson",
      '{"source":{"topic":"t","partition":0,"offset":"0"},"anomaly":{"score":1},"logDensity":-1}\n{"a":1}\n',
    ),
  };
  const ran = await runCli(["plot", ...args.map((arg) => files[arg] ?? arg)]);
  expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code, stdout: "" });
  expect(ran.stderr).toContain(message);
});
