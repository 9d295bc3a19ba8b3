import { readFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { temporaryFile } from "../support/temporary.js";

const SATELLITE = "data/satellite.csv.gz";
const ANOMALIES = "cotton crop,damp grey soil,vegetation stubble";
const BASIC = ["--label", "class", "--positive", ANOMALIES];

interface Figures {
  readonly auc: number;
  readonly average_precision: number;
}

interface Record extends Figures {
  readonly points: number;
  readonly mean_log_likelihood: number;
  readonly baselines: { readonly plain: Figures; readonly floor: Figures; readonly k1: Figures };
}

/** Points on a grid with a few far ones, the class first. */
function grid(rows: number, far = 10): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const isFar = i % far === far - 1;
    const [x, y] = [((i * 7919) % 101) / 50, ((i * 104_729) % 97) / 48];
    return `${isFar ? "far" : i % 2 === 0 ? "even" : "odd"},${isFar ? 20 + x : x},${isFar ? -20 - y : y},${i}`;
  });
  return `kind,x,y,id\n${lines.join("\n")}\n`;
}

async function evaluateJson(...args: string[]): Promise<Record> {
  const { code, stdout, stderr } = await runCli(["evaluate", ...args, "--json"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as Record;
}

test("--json gives exactly these figures", async () => {
  const { stdout } = await runCli(["evaluate", SATELLITE, ...BASIC, "--shuffle", "1", "-k", "2", "--json"]);
  const pair = '{"auc":N,"average_precision":N}';
  expect(stdout.replaceAll(/\d+\.\d+/g, "N")).toBe(
    `{"auc":N,"average_precision":N,"points":5792,"mean_log_likelihood":-N,` +
      `"baselines":{"plain":${pair},"floor":${pair},"k1":${pair}}}\n`,
  );
});

test("a table for people says what each line means", async () => {
  const file = temporaryFile("grid.csv", grid(1000));
  const { code, stdout, stderr } = await runCli([
    ...["evaluate", file, "--label", "kind", "--positive", "far", "--ignore", "id", "-k", "2"],
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const lines = stdout.split("\n");
  expect(lines[0]).toBe(
    "900 points scored, each before it was learned, after 100 that warmed up; 90 of them (10.00 %) are anomalies.",
  );
  expect(lines[2]).toMatch(/^score +AUC +average precision +what it is$/);
  for (const name of ["mixtide", "plain", "floor", "k1"])
    expect(stdout).toMatch(new RegExp(`^${name} +[01]\\.\\d{4} +[01]\\.\\d{4} {2}\\S`, "m"));
  expect(stdout).toMatch(/^guessing +0\.5000 +0\.1000 /m);
  expect(stdout).toMatch(/^AUC +how often an anomaly scores above a normal point, ties counting half$/m);
  expect(stdout).toMatch(/^mean log-likelihood +-\d+\.\d{3} nats a point/m);
});

test("neither the label nor an ignored column is a feature, and dropped rows might as well not be there", async () => {
  const text = grid(1200);
  const file = temporaryFile("grid.csv", text);
  const options = ["--positive", "far", "-k", "2"];
  const all = await evaluateJson(file, "--label", "kind", ...options, "--drop", "odd", "--columns", "y,x");
  const lines = text.split("\n").filter((line) => !line.startsWith("odd"));
  const without = lines.map((line) => line.replace(/^(\w+),([^,]*),([^,]*),.*/, "$1,$3,$2"));
  const cut = temporaryFile("cut.csv.gz", gzipSync(without.join("\n")));
  expect(await evaluateJson(cut, "--label", "kind", ...options)).toEqual(all);
  const renamed = without.join("\n").replaceAll("even", "1").replaceAll("far", "2").replace("kind", "class");
  const numbers = temporaryFile("numbers.csv", renamed);
  expect(await evaluateJson(numbers, "--label", "class", "--positive", "2", "-k", "2")).toEqual(all);
});

test("spaces around a label do not count", async () => {
  const text = grid(1000);
  const options = ["--label", "kind", "--positive", "far", "--ignore", "id", "-k", "1"];
  const spaced = temporaryFile("spaced.csv", text.replaceAll(/^(\w+),/gm, " $1 , "));
  expect(await evaluateJson(spaced, ...options)).toEqual(
    await evaluateJson(temporaryFile("grid.csv", text), ...options),
  );
});

test("the same seed shuffles the same way, another one otherwise", async () => {
  const file = temporaryFile("grid.csv", grid(1000, 7));
  const args = [file, "--label", "kind", "--positive", "far", "--ignore", "id", "-k", "2"];
  const one = await evaluateJson(...args, "--shuffle", "1");
  expect(await evaluateJson(...args, "--shuffle", "1")).toEqual(one);
  expect((await evaluateJson(...args, "--shuffle", "2")).mean_log_likelihood).not.toBe(one.mean_log_likelihood);
  expect((await evaluateJson(...args)).mean_log_likelihood).not.toBe(one.mean_log_likelihood);
});

test("points come from standard input as well", async () => {
  const stdin = grid(1000);
  const options = ["--label", "kind", "--positive", "far", "-k", "1", "--json"];
  const { code, stdout } = await runCli(["evaluate", "-", ...options], { stdin });
  expect(code).toBe(0);
  const fromFile = await runCli(["evaluate", temporaryFile("grid.csv", stdin), ...options]);
  expect(stdout).toBe(fromFile.stdout);
});

test("progress on a terminal, and a request to stop", async () => {
  const stop = new AbortController();
  const { code, stdout, stderr } = await runCli(["evaluate", SATELLITE, ...BASIC], {
    terminal: true,
    signal: stop.signal,
    onStderr: (text) => text.includes("learning") && stop.abort(),
  });
  expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
  expect(stderr).toContain("%  learning");
});

const GRID = grid(1000);
const LATE = gunzipSync(readFileSync(SATELLITE)).toString("utf8").split("\n").slice(0, 151);

test.each<[string, string[], string, number, string]>([
  ["no label", ["--positive", "far"], GRID, 2, "--label is missing"],
  ["no anomalies named", ["--label", "kind"], GRID, 2, "--positive is missing\n  Which values of kind are anomalies?"],
  [
    "an unknown label column",
    ["--label", "kimd", "--positive", "far"],
    GRID,
    1,
    'has no column "kimd"; its columns are kind, x, y, id\n  Did you mean kind?',
  ],
  [
    "a value that is not there",
    ["--label", "kind", "--positive", "fat"],
    GRID,
    1,
    'holds no "fat": it holds "even" (500), "odd" (400), "far" (100)\n  Did you mean far?',
  ],
  ["a dropped value that is not there", ["--label", "kind", "--positive", "far", "--drop", "oddd"], GRID, 1, '"oddd"'],
  [
    "nothing normal left",
    ["--label", "kind", "--positive", "far,odd", "--drop", "even"],
    GRID,
    1,
    'no normal points are left: column "kind" of FILE holds "even" (500), "odd" (400), "far" (100)',
  ],
  [
    "a value that is both",
    ["--label", "kind", "--positive", "far", "--drop", "far"],
    GRID,
    2,
    '"far" cannot be both --positive and --drop',
  ],
  [
    "a feature of words",
    ["--label", "id", "--positive", "3"],
    GRID,
    1,
    'column "kind" is not numeric (it holds "far"): leave it out with --ignore kind, or choose with --columns from x, y, id',
  ],
  ["no feature left", ["--label", "kind", "--positive", "far", "--columns", "kind"], GRID, 1, "no column is left"],
  [
    "a word among the numbers",
    ["--label", "kind", "--positive", "far"],
    GRID.replace("even,0.84", "even,none"),
    1,
    "record 70 (counted from 0): x: expected a number",
  ],
  [
    "too few points",
    ["--label", "class", "--positive", "grey soil"],
    LATE.slice(0, 91).join("\n"),
    1,
    "FILE: 90 points are too few: a tenth of them is to warm up 10 components; it takes 100 at least",
  ],
  [
    "anomalies in the warm-up only",
    ["--label", "kind", "--positive", "far"],
    grid(200).replaceAll(/^far,(.*),(?=\d{2,3}$)/gm, "odd,$1,"),
    1,
    "FILE: none of the 180 points after the warm-up of 20 is an anomaly",
  ],
  ["an empty file", ["--label", "kind", "--positive", "far"], "", 1, "FILE: is empty"],
  [
    "a seed that is none",
    ["--label", "kind", "--positive", "far", "--shuffle", "x"],
    GRID,
    2,
    "It must be a whole number",
  ],
  ["no components", ["--label", "kind", "--positive", "far", "-k", "0"], GRID, 2, "a whole number of at least 1"],
])("%s is told to the user", async (_, args, text, code, message) => {
  const file = temporaryFile("points.csv", text);
  const ran = await runCli(["evaluate", file, ...args]);
  expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code, stdout: "" });
  expect(ran.stderr.replaceAll(file, "FILE")).toContain(message);
});

test("labels are read from CSV only", async () => {
  const file = temporaryFile("points.ndjson", '{"kind":"far","x":1}\n');
  const { code, stderr } = await runCli(["evaluate", file, "--label", "kind", "--positive", "far"]);
  expect(code).toBe(1);
  expect(stderr).toContain(`${file}: labels are read from a column of CSV; this is ndjson`);
});
