import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { mixtureOf } from "../../../src/format/mixture-of.js";
import { type FitRecord, type Label, labelSchema } from "../../../src/format/records.js";
import { table } from "../../support/data.js";
import { faithfulModel } from "../support/files.js";
import { snapshot } from "../support/models.js";
import { ndjson, runCli } from "../support/run-cli.js";
import { temporaryFile, temporaryFolder } from "../support/temporary.js";

const FAITHFUL = "data/faithful.csv";

test("a label a point, in order, that the mixture itself would give", async () => {
  const model = await faithfulModel();
  const { code, stdout, stderr } = await runCli(["score", FAITHFUL, "--model", model]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const labels = ndjson<Label>(stdout);
  const { mixture } = mixtureOf(JSON.parse(readFileSync(model, "utf8")) as FitRecord);
  const scores = mixture.score(table("faithful").points);
  expect(labels.map(({ component }) => component)).toEqual(Array.from(scores.component));
  expect(labels.map(({ logDensity }) => logDensity)).toEqual(Array.from(scores.logDensity));
  expect(labels.map(({ anomaly }) => anomaly.score)).toEqual(Array.from(scores.anomalyScore));
  labels.forEach((label, i) => {
    expect(() => labelSchema.parse(label)).not.toThrow();
    expect(label.source).toEqual({ topic: "faithful.csv", partition: 0, offset: String(i) });
  });
});

test("columns may stand in another order, ids and timestamps are carried", async () => {
  const file = temporaryFile(
    "more.csv",
    "name,waiting,when,eruptions\nfirst,54,2025-11-23T05:00:00Z,1.8\nsecond,80,1763874000000,4.3\n",
  );
  const model = await faithfulModel();
  const { stdout } = await runCli(["score", file, "-m", model, "--id", "name", "--timestamp", "when"]);
  const [first, second] = ndjson<Label>(stdout);
  expect(first).toMatchObject({ id: "first", timestamp: 1763874000000, component: 1 });
  expect(second).toMatchObject({ id: "second", timestamp: 1763874000000, component: 0 });
});

test("JSON from standard input, a snapshot's version on every label", async () => {
  const model = temporaryFile(
    "snapshots.ndjson",
    [5, 9].map((version) => JSON.stringify(snapshot({ version }))).join("\n"),
  );
  const stdin = '{"eruptions":2,"waiting":54}\n{"eruptions":4.3,"waiting":80,"more":"ignored"}\n';
  const { stdout } = await runCli(["score", "-", "-m", model], { stdin });
  expect(ndjson<Label>(stdout)).toMatchObject([
    { source: { topic: "stdin", offset: "0" }, version: 9, component: 0 },
    { source: { topic: "stdin", offset: "1" }, version: 9, component: 1 },
  ]);
});

test("packed rows wider than the model say so", async () => {
  const values = Float64Array.from([2, 54, 7, 4.3, 80, 7]);
  const file = temporaryFile("points.f64", new Uint8Array(values.buffer));
  const model = temporaryFile("model.json", JSON.stringify(snapshot({ features: ["x1", "x2"] })));
  const { stdout } = await runCli(["score", file, "-m", model, "--columns", "3"]);
  expect(ndjson<Label>(stdout).map(({ component }) => component)).toEqual([0, 1]);
});

test("records that are no points are left out, counted, and kept where asked", async () => {
  const file = temporaryFile("bad.csv", "eruptions,waiting\n2,54\nx,54\n4.3,\n4.3,80\n");
  const model = await faithfulModel();
  const plain = await runCli(["score", file, "-m", model]);
  expect(plain.code).toBe(0);
  expect(ndjson<Label>(plain.stdout).map(({ source }) => source.offset)).toEqual(["0", "3"]);
  expect(plain.stderr).toBe(
    "warning: 2 records could not be read and were left out; --dead-letters FILE keeps them.\n" +
      '  first: bad.csv/0/1: eruptions: expected a number, got "x"\n',
  );
  const kept = join(temporaryFolder(), "dead.ndjson");
  const { stderr } = await runCli(["score", file, "-m", model, "--dead-letters", kept]);
  expect(stderr).toContain(`${kept} has them.`);
  expect(ndjson(readFileSync(kept, "utf8"))).toMatchObject([
    { "mixtide-source": "bad.csv/0/1", "mixtide-error": "not-a-number", value: "x,54" },
    { "mixtide-source": "bad.csv/0/2", "mixtide-error": "missing-value", value: "4.3," },
  ]);
});

test("what is not UTF-8 is kept in base64", async () => {
  const file = temporaryFile(
    "bad.ndjson",
    Buffer.from([...Buffer.from('{"eruptions":2,"waiting":54}\n'), 0x7b, 0xff, 0x7d]),
  );
  const kept = join(temporaryFolder(), "dead.ndjson");
  await runCli(["score", file, "-m", await faithfulModel(), "--dead-letters", kept]);
  expect(ndjson(readFileSync(kept, "utf8"))).toMatchObject([
    { "mixtide-source": "bad.ndjson/0/1", valueBase64: "e/99" },
  ]);
});

test("a request to stop ends it between two pieces, even while the input is silent", async () => {
  const stop = new AbortController();
  const stdin = new Readable({ read: () => undefined });
  stdin.push("eruptions,waiting\n2,54\n4.3,80\n");
  const running = runCli(["score", "-", "-m", await faithfulModel()], {
    stdin,
    signal: stop.signal,
    onStdout: () => stop.abort(),
  });
  const { code, stdout, stderr } = await running;
  expect(code).toBe(130);
  expect(ndjson(stdout)).toHaveLength(2);
  expect(stderr).toBe("mixtide score: interrupted after 2 points\n");
});

test.each<[string, string[], number, string]>([
  ["no model", [FAITHFUL], 2, "--model is missing\n  Make one with `mixtide fit … --output model.json`."],
  ["everything from standard input", ["-", "-m", "-"], 2, "standard input cannot be both points and model"],
  ["a missing model", [FAITHFUL, "-m", "modle.json"], 1, "modle.json: no such file or directory"],
  ["points instead of a model", [FAITHFUL, "-m", FAITHFUL], 1, "data/faithful.csv holds no model: it is not JSON"],
  ["a folder", ["data", "-m", "MODEL"], 1, "data is a directory, not a file"],
  ["a missing column", ["data/iris.csv", "-m", "MODEL"], 1, 'there is no column "eruptions"'],
  ["a missing id", [FAITHFUL, "-m", "MODEL", "--id", "name"], 1, 'there is no column "name"'],
])("%s is told to the user", async (_, args, code, message) => {
  const model = await faithfulModel();
  const ran = await runCli(["score", ...args.map((arg) => (arg === "MODEL" ? model : arg))]);
  expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code, stdout: "" });
  expect(ran.stderr).toContain(message);
});

test("a file without a single point is an error", async () => {
  const file = temporaryFile("bad.csv", "eruptions,waiting\nx,y\n");
  const { code, stderr } = await runCli(["score", file, "-m", await faithfulModel()]);
  expect(code).toBe(1);
  expect(stderr).toContain(`mixtide score: ${file}: no record could be read as a point\n`);
});
