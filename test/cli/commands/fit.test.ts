import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { type FitRecord, fitRecordSchema } from "../../../src/format/records.js";
import { digestOf } from "../../../src/format/snapshot.js";
import { oracle } from "../../support/oracles.js";
import { runCli } from "../support/run-cli.js";
import { temporaryFile, temporaryFolder } from "../support/temporary.js";

const FAITHFUL = "data/faithful.csv";
const IRIS = "data/iris.csv";

interface OracleFit {
  readonly data: string;
  readonly covariance_type: string;
  readonly k: number;
  readonly log_likelihood: number;
  readonly bic: number;
}

async function fitJson(...args: string[]): Promise<FitRecord> {
  const { code, stdout, stderr } = await runCli(["fit", ...args, "--json"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout.endsWith("}\n")).toBe(true);
  return fitRecordSchema.parse(JSON.parse(stdout));
}

test("Old Faithful by maximum likelihood meets the oracle", async () => {
  const { fits } = oracle<{ fits: OracleFit[] }>("fits");
  const golden = fits.find((one) => one.data === "faithful" && one.covariance_type === "full" && one.k === 2);
  if (golden === undefined) throw new Error("no such oracle");
  const record = await fitJson(
    ...[FAITHFUL, "--components", "2", "--covariance", "full", "--prior", "none", "--tolerance", "1e-10"],
  );
  expect(record.logLikelihood.total).toBeGreaterThanOrEqual(-1130.26397);
  expect(Math.abs(record.logLikelihood.total - golden.log_likelihood)).toBeLessThan(1e-5);
  expect(Math.abs(record.bic - golden.bic)).toBeLessThan(1e-4);
  const weights = record.components.map(({ weight }) => weight).sort();
  expect(weights[0]).toBeCloseTo(0.3559, 4);
  expect(weights[1]).toBeCloseTo(0.6441, 4);
  expect(record).toMatchObject({ model: "faithful", points: 272, converged: true, features: ["eruptions", "waiting"] });
  expect(record.digest).toBe(digestOf(record));
  expect(record.logLikelihood.trace).toHaveLength(record.iterations + 1);
});

test("a table for people: components, criteria, convergence", async () => {
  const { code, stdout, stderr } = await runCli(["fit", FAITHFUL, "-k", "2", "--prior", "none"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const lines = stdout.split("\n");
  expect(lines[0]).toBe("faithful: 2 components, full covariance, 272 points");
  expect(lines[2]).toBe("component  weight      eruptions       waiting");
  expect(stdout).toMatch(/0\.6441 {2}4\.290 ± 0\.412 {2}79\.97 ± 6\.00/);
  expect(stdout).toMatch(/log-likelihood {2}-1130\.26\d{3} \(-4\.15538 a point\)/);
  expect(stdout).toMatch(/BIC, AIC, ICL {3}2322\.192, 2282\.528, 23\d\d\.\d{3}/);
  expect(stdout).toMatch(/iterations {6}\d+, converged\n$/);
});

test("a range: the criterion chooses, and says among what", async () => {
  const args = [IRIS, "--ignore", "species", "-k", "1..3", "--covariance", "full,diagonal", "--prior", "none"];
  const { stdout } = await runCli(["fit", ...args]);
  expect(
    stdout
      .split("\n")
      .slice(1, 7)
      .map((line) => line.trim().split(/ +/).slice(0, 2)),
  ).toEqual([...["1", "2", "3"].map((k) => [k, "full"]), ...["1", "2", "3"].map((k) => [k, "diagonal"])]);
  expect(stdout).toMatch(/ 2 {2}full .* 574\.018 .*← smallest BIC/);
  const record = await fitJson(...args);
  expect(record.components).toHaveLength(2);
  expect(record.bic).toBeCloseTo(574.018, 2);
  const byAic = await fitJson(...args, "--criterion", "aic");
  expect(byAic.components).toHaveLength(3);
});

test("columns are chosen, left out, and put in order", async () => {
  expect((await fitJson(IRIS, "-k", "1", "--columns", "petal_width,sepal_length")).features).toEqual([
    "petal_width",
    "sepal_length",
  ]);
  expect((await fitJson(IRIS, "-k", "1", "--ignore", "species", "--ignore", "sepal_width")).features).toEqual([
    "sepal_length",
    "petal_length",
    "petal_width",
  ]);
});

test("every format gives the same fit", async () => {
  const rows = readFileSync(FAITHFUL, "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").map(Number));
  const values = Float64Array.from(rows.flat());
  const files = [
    temporaryFile(
      "points.ndjson",
      rows.map(([eruptions, waiting]) => JSON.stringify({ eruptions, waiting })).join("\n"),
    ),
    temporaryFile("points.json", JSON.stringify(rows)),
    temporaryFile("points.csv.gz", gzipSync(readFileSync(FAITHFUL))),
  ].map((file) => [file]);
  const packed = ["--columns", "2"];
  files.push([temporaryFile("points.f64", new Uint8Array(values.buffer)), ...packed]);
  files.push([temporaryFile("packed", new Uint8Array(values.buffer)), "--format", "packed-float64", ...packed]);
  const expected = await fitJson(FAITHFUL, "-k", "2");
  for (const args of files) {
    const { components, logLikelihood } = await fitJson(...args, "-k", "2");
    expect({ components, logLikelihood }, args[0]).toEqual({
      components: expected.components,
      logLikelihood: expected.logLikelihood,
    });
  }
});

test("points come from standard input as well", async () => {
  const { code, stdout } = await runCli(["fit", "-", "-k", "2", "--json"], { stdin: readFileSync(FAITHFUL) });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ model: "model", points: 272 });
});

test("same seed, same result; hard mode and other priors differ", async () => {
  const one = await fitJson(FAITHFUL, "-k", "3", "--seed", "5");
  expect(await fitJson(FAITHFUL, "-k", "3", "--seed", "5")).toEqual(one);
  const hard = await fitJson(FAITHFUL, "-k", "3", "--mode", "hard");
  const mclust = await fitJson(FAITHFUL, "-k", "3", "--prior", "mclust");
  expect(hard.logLikelihood.total).not.toBe(one.logLikelihood.total);
  expect(mclust.logLikelihood.total).not.toBe(one.logLikelihood.total);
});

test("--output and --plot write files, whole", async () => {
  const folder = temporaryFolder();
  const [model, picture] = [join(folder, "new", "model.json"), join(folder, "fit.svg")];
  const { stdout } = await runCli(["fit", FAITHFUL, "-k", "2", "--output", model, "--plot", picture, "--json"]);
  expect(JSON.parse(readFileSync(model, "utf8"))).toEqual(JSON.parse(stdout));
  const svg = readFileSync(picture, "utf8");
  expect(svg).toMatch(/^<svg .*<\/svg>$/s);
  expect(svg).toContain("Log-likelihood over the iterations of EM");
});

test("what a user should know is said on standard error", async () => {
  const { code, stderr } = await runCli(["fit", FAITHFUL, "-k", "3", "--max-iterations", "2", "--restarts", "1"]);
  expect(code).toBe(0);
  expect(stderr).toBe(
    "warning: not converged after 2 iterations: raise --max-iterations, or --tolerance above 0.000001.\n",
  );
  const file = temporaryFile("same.csv", "a,b\n1,2\n1,2\n1,2\n3,4\n3,4\n3,5\n");
  const collapsed = await runCli(["fit", file, "-k", "2", "--prior", "none"]);
  expect(collapsed.stderr).toMatch(/^warning: a covariance became singular \d+ times? and was mended by a floor/);
});

test("progress on a terminal, nothing of it elsewhere", async () => {
  const args = [
    "fit",
    "data/satellite.csv.gz",
    "--ignore",
    "class",
    "-k",
    "2",
    "--restarts",
    "1",
    "--max-iterations",
    "5",
  ];
  expect((await runCli(args, { terminal: true })).stderr).toContain("\r\u001b[2Kfitting: 2 × full, ");
  expect((await runCli([...args])).stderr).toMatch(/^warning: not converged/);
});

test("a request to stop ends a fit between two slices", async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 50);
  const args = ["fit", "data/satellite.csv.gz", "--ignore", "class", "-k", "10", "--tolerance", "0"];
  const { code, stdout, stderr } = await runCli(args, { signal: stop.signal });
  expect({ code, stdout, stderr }).toEqual({ code: 130, stdout: "", stderr: "mixtide fit: interrupted\n" });
});

test("worker threads change no byte of the output", async () => {
  const args = ["fit", "data/satellite.csv.gz", "--ignore", "class", "-k", "3..4", "--restarts", "1", "--json"];
  const [none, two] = [await runCli([...args, "--threads", "0"]), await runCli([...args, "--threads", "2"])];
  expect(none.code).toBe(0);
  expect(two).toEqual(none);
});

test.each<[string, string[], number, string]>([
  ["no components", [FAITHFUL], 2, "--components is missing\n  How many components?"],
  ["a bad number", [FAITHFUL, "-k", "two"], 2, "argument 'two' is invalid. It must be a whole number ≥ 1, or a range"],
  ["an empty range", [FAITHFUL, "-k", "3..2"], 2, "argument '3..2' is invalid"],
  ["a bad word", [FAITHFUL, "-k", "2", "--prior", "nine"], 2, "one of default, mclust, none. Did you mean none?"],
  ["a bad type", [FAITHFUL, "-k", "2", "--covariance", "full,diag"], 2, "It must be one of full, tied, diagonal"],
  ["a bad number of threads", [FAITHFUL, "-k", "2", "--threads", "-1"], 2, "It must be a whole number ≥ 0."],
  ["a bad tolerance", [FAITHFUL, "-k", "2", "--tolerance", "-1"], 2, "It must be a number ≥ 0, such as 1e-6."],
  ["a bad delimiter", [FAITHFUL, "-k", "2", "--delimiter", "::"], 2, "It must be one character of ASCII, or tab."],
  [
    "an unknown option",
    [FAITHFUL, "--compnents", "2"],
    2,
    "unknown option '--compnents'\n  Did you mean --components?",
  ],
  ["no file", ["-k", "2"], 2, "missing required argument 'file'\n  See `mixtide fit --help`."],
  ["two files", [FAITHFUL, IRIS, "-k", "2"], 2, "too many arguments"],
  ["a missing file", ["data/faithfull.csv", "-k", "2"], 1, "no such file or directory\n  Did you mean faithful.csv?"],
  ["a folder", ["data", "-k", "2"], 1, "data is a directory, not a file"],
  [
    "an unknown column",
    [FAITHFUL, "-k", "2", "--columns", "eruption"],
    1,
    "eruptions, waiting\n  Did you mean eruptions?",
  ],
  ["an unknown column to ignore", [FAITHFUL, "-k", "2", "--ignore", "wating"], 1, "Did you mean waiting?"],
  ["no column left", [FAITHFUL, "-k", "2", "--ignore", "eruptions,waiting"], 1, "no column is left"],
  [
    "a text column",
    [IRIS, "-k", "2"],
    1,
    'column "species" is not numeric (it holds "versicolor"): leave it out with --ignore species, ' +
      "or choose with --columns from sepal_length, sepal_width, petal_length, petal_width",
  ],
])("%s is told to the user", async (_, args, code, message) => {
  const ran = await runCli(["fit", ...args]);
  expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code, stdout: "" });
  expect(ran.stderr).toMatch(/^mixtide fit: /);
  expect(ran.stderr).toContain(message);
  expect(ran.stderr.trimEnd().split("\n").length).toBeLessThanOrEqual(2);
});

test.each([
  ["an empty file", "", "is empty: there are no points in it"],
  ["a header alone", "a,b\n", "is empty: there are no points in it"],
  ["a bad value", "a,b\n1,2\n3,x\n", 'record 1 (counted from 0): b: expected a number, got "x"'],
  ["a short line", "a,b\n1,2\n3\n", "record 1 (counted from 0): "],
  ["an infinite value", "a,b\n1,2\n3,Infinity\n", "record 1 (counted from 0): b: "],
  ["another delimiter", "a;b\n1;2\n", "Try --delimiter ';'."],
  ["tabs", "a\tb\n1\t2\n", "Try --delimiter tab."],
  ["doubled names", "a,a\n1,2\n", 'two columns are called "a"'],
])("%s is told to the user", async (_, text, message) => {
  const file = temporaryFile("points.csv", text);
  const { code, stderr } = await runCli(["fit", file, "-k", "1"]);
  expect(code).toBe(1);
  expect(stderr).toContain(`mixtide fit: ${file}: `);
  expect(stderr).toContain(message);
});

test("an unwritable output is told, and nothing half written stays behind", async () => {
  const blocker = temporaryFile("blocker", "");
  const { code, stderr } = await runCli(["fit", FAITHFUL, "-k", "2", "--output", join(blocker, "model.json")]);
  expect(code).toBe(1);
  expect(stderr).toContain(blocker);
  expect(existsSync(join(blocker, "model.json"))).toBe(false);
});

test("--verbose and DEBUG show where an error comes from", async () => {
  const args = ["fit", "nowhere.csv", "-k", "2"];
  expect((await runCli(args)).stderr).not.toContain("at ");
  expect((await runCli([...args, "--verbose"])).stderr).toMatch(/ENOENT.*\n|\n {4}at /);
  expect((await runCli(args, { env: { DEBUG: "1" } })).stderr).toMatch(/ENOENT/);
});

test("a number that is missing stops a fit with a remedy, which works", async () => {
  const file = temporaryFile("gaps.csv", "u,v\n1,2\nNA,2.5\n3,\n1.1,2.2\n9,9\n9.1,9.3\n9.2,\n");
  const refused = await runCli(["fit", file, "--components", "2"]);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/record 1 .*number is missing[\s\S]*--missing marginalise/);
  const record = await fitJson(file, "--components", "2", "--missing", "marginalise");
  expect(record.points).toBe(7);
  expect(record.components.every(({ mean }) => mean.every(Number.isFinite))).toBe(true);
});
