import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { type Label, labelSchema, type Snapshot, snapshotSchema } from "../../../src/format/records.js";
import { Learner } from "../../../src/learning/learner.js";
import { points } from "../../../src/mixture/point-batch.js";
import { clusters } from "../support/files.js";
import { ndjson, runCli } from "../support/run-cli.js";
import { temporaryFile, temporaryFolder } from "../support/temporary.js";

const FLAGS = ["-k", "2", "--warmup", "500", "--columns", "x,y"];
const IDS = ["-k", "2", "--warmup", "500", "--id", "name"];

/** Only mini-batches make versions. */
const PLAIN = { MIXTIDE_MODEL_REFITS: "false", MIXTIDE_MODEL_DRIFT: "false" };

const CONFIG = `app: clusters
source: { topic: points, from: earliest }
features: [x, { path: y, transform: log1p }]
id: name
model: { components: 3, warmup: 400, seed: 2 }
`;

function pointsOf(csv: string): number[][] {
  const lines = csv.trim().split("\n").slice(1);
  return lines.map((line) => line.split(",").slice(1).map(Number));
}

test("every point is labelled once, in order, as the learner itself would", async () => {
  const csv = clusters(2050);
  const file = temporaryFile("clusters.csv", csv);
  const { code, stdout, stderr } = await runCli(["run", "--input", file, ...IDS], { env: PLAIN });
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /^clusters\.csv: 2,050 points in \d+\.\d s, 2,050 labels, (\d+ flagged as unusual, )?mixture version 16, -\d+\.\d{3} nats a point before learning it\n$/,
  );
  const labels = ndjson<Label>(stdout);
  const learner = new Learner({ dimensions: 2, components: 2, warmup: 500, refits: false, drift: false });
  const learned = learner.learn(points(pointsOf(csv)));
  expect(labels.map(({ component }) => component)).toEqual(Array.from(learned.component));
  expect(labels.map(({ logDensity }) => logDensity)).toEqual(Array.from(learned.logDensity));
  labels.forEach((label, i) => {
    expect(() => labelSchema.parse(label)).not.toThrow();
    expect(label.source).toEqual({ topic: "clusters.csv", partition: 0, offset: String(i) });
    expect(label.id).toBe(`p${i}`);
    expect(label.warmup).toBe(i < 500 ? true : undefined);
    expect(label.version).toBe(i < 500 ? 0 : Math.floor((i - 500) / 100));
  });
});

test("labels, snapshots and dead letters go to files where asked; then --json prints the summary", async () => {
  const folder = temporaryFolder();
  const [labels, alerts, snapshots, dead] = ["labels", "alerts", "snapshots", "dead"].map((name) =>
    join(folder, `${name}.ndjson`),
  );
  const file = temporaryFile("clusters.csv", `${clusters(3000)}bad,line\n`);
  const files = ["--labels", labels, "--alerts", alerts, "--snapshots", snapshots, "--dead-letters", dead] as string[];
  const { code, stdout, stderr } = await runCli(["run", "-i", file, ...FLAGS, ...files, "--json"], { env: PLAIN });
  expect(code).toBe(0);
  const summary = JSON.parse(stdout) as Record<string, unknown>;
  expect(summary).toMatchObject({
    input: file,
    points: 3000,
    labels: 3000,
    deadLetters: 1,
    version: 25,
    interrupted: false,
  });
  expect(ndjson(readFileSync(labels ?? "", "utf8"))).toHaveLength(3000);
  const flagged = ndjson<Label>(readFileSync(labels ?? "", "utf8")).filter(({ anomaly }) => anomaly.flagged);
  expect(flagged.length).toBeGreaterThan(0);
  expect(summary).toMatchObject({ anomalies: flagged.length, events: {} });
  expect(ndjson(readFileSync(alerts ?? "", "utf8"))).toEqual(flagged.map((label) => ({ ...label, kind: "anomaly" })));
  const published = ndjson<Snapshot>(readFileSync(snapshots ?? "", "utf8"));
  published.forEach((one, i) => {
    expect(() => snapshotSchema.parse(one)).not.toThrow();
    expect(one.previous).toBe(published[i - 1]?.version ?? null);
  });
  expect(published.at(-1)).toMatchObject({ model: "clusters", version: 25, points: 3000, features: ["x", "y"] });
  expect(summary.logLikelihood).toEqual(published.at(-1)?.logLikelihood);
  expect(ndjson(readFileSync(dead ?? "", "utf8"))).toMatchObject([
    { "mixtide-source": "clusters.csv/0/3000", value: "bad,line" },
  ]);
  expect(stderr).toContain("warning: 1 record could not be read and was left out;");
});

test("a configuration says the rest; flags and the environment take precedence", async () => {
  const config = temporaryFile("pipeline.yaml", CONFIG);
  const file = temporaryFile("clusters.csv", clusters(600).replaceAll("-", ""));
  const snapshots = join(temporaryFolder(), "snapshots.ndjson");
  const run = async (args: string[], env: NodeJS.ProcessEnv = {}): Promise<Snapshot | undefined> => {
    const { code, stdout } = await runCli(["run", config, "-i", file, "--snapshots", snapshots, ...args], { env });
    expect(code).toBe(0);
    expect(ndjson<Label>(stdout)[7]).toMatchObject({ id: "p7", source: { topic: "clusters.csv", offset: "7" } });
    return ndjson<Snapshot>(readFileSync(snapshots, "utf8")).at(-1);
  };
  const byFile = await run([]);
  expect(byFile).toMatchObject({ model: "clusters", version: 2 });
  expect(byFile?.features).toEqual([
    { path: "x", transform: "none", scale: "none" },
    { path: "y", transform: "log1p", scale: "none" },
  ]);
  expect(byFile?.components).toHaveLength(3);
  const env = { MIXTIDE_MODEL_COMPONENTS: "4", MIXTIDE_APP: "other" };
  const byEnvironment = await run([], env);
  expect(byEnvironment?.components).toHaveLength(4);
  expect(byEnvironment?.model).toBe("other");
  const byFlags = await run(["-k", "2", "--columns", "x", "--name", "flagged"], env);
  expect(byFlags?.components).toHaveLength(2);
  expect(byFlags).toMatchObject({ model: "flagged", features: ["x"] });
});

test("a short input is fitted as a whole, and says so", async () => {
  const { code, stdout, stderr } = await runCli(["run", "-i", "data/faithful.csv", "-k", "2"]);
  expect(code).toBe(0);
  expect(ndjson<Label>(stdout).filter(({ warmup }) => warmup)).toHaveLength(272);
  expect(stderr).toMatch(
    /272 labels, mixture version 0 \(the input ended within the warm-up: all of it was fitted at once\)\n$/,
  );
});

test("the same input and seed, the same labels; another half-life, others", async () => {
  const file = temporaryFile("clusters.csv", clusters(1500));
  const labels = async (...args: string[]): Promise<string> =>
    (await runCli(["run", "-i", file, ...FLAGS, ...args])).stdout;
  const once = await labels();
  expect(await labels()).toBe(once);
  expect(await labels("--half-life", "200")).not.toBe(once);
});

test("JSON from standard input, progress on a terminal", async () => {
  const rows = pointsOf(clusters(1200)).map(([x, y]) => JSON.stringify({ load: { cpu: x }, y, host: "a" }));
  const args = ["run", "-i", "-", "-k", "2", "--warmup", "200", "--columns", "load.cpu,y"];
  const { code, stdout, stderr } = await runCli(args, { stdin: rows.join("\n"), terminal: true });
  expect(code).toBe(0);
  expect(ndjson<Label>(stdout)).toHaveLength(1200);
  const drawn = stderr.split("\r\u001b[2K");
  expect(drawn.some((line) => /^\d[\d,]* points, [\d,]+ labels, [\d,]+ points\/s/.test(line))).toBe(true);
  expect(drawn.at(-1)).toMatch(/^stdin: 1,200 points/);
});

test("a request to stop finishes what was read, says so, and ends with 130", async () => {
  const stop = new AbortController();
  const stdin = new Readable({ read: () => undefined });
  stdin.push(clusters(1050));
  const { code, stdout, stderr } = await runCli(["run", "-i", "-", ...FLAGS], {
    stdin,
    signal: stop.signal,
    onStdout: () => stop.abort(),
  });
  expect(code).toBe(130);
  expect(ndjson<Label>(stdout)).toHaveLength(1050);
  expect(stderr).toMatch(/^stdin: 1,050 points .*\nmixtide run: interrupted: what was read until then is labelled\n$/);
});

test.each<[string, string[], number, string]>([
  ["no input", ["-k", "2"], 2, "there is nothing to read\n  Give a configuration that names a topic"],
  ["a dry run over a file", ["-i", "data/faithful.csv", "-k", "2", "--dry-run"], 2, "--dry-run goes without --input"],
  ["no components", ["-i", "data/faithful.csv"], 2, "--components is missing\n  How many components?"],
  ["--json without --labels", ["-i", "data/faithful.csv", "-k", "2", "--json"], 2, "--json needs --labels"],
  ["a range", ["-i", "data/faithful.csv", "-k", "1..3"], 2, "argument '1..3' is invalid. It must be a whole number"],
  [
    "several covariances",
    ["-i", "data/faithful.csv", "-k", "2", "--covariance", "full,tied"],
    2,
    "must be one of full",
  ],
  ["a missing file", ["-i", "data/faithfull.csv", "-k", "2"], 1, "Did you mean faithful.csv?"],
  ["a text column", ["-i", "data/iris.csv", "-k", "2"], 1, 'column "species" is not numeric'],
  [
    "an unknown column",
    ["-i", "data/iris.csv", "-k", "2", "--columns", "petal_lenth"],
    1,
    "Did you mean petal_length?",
  ],
  ["a missing configuration", ["no.yaml", "-i", "data/iris.csv"], 3, "no.yaml  there is no such file"],
  ["a bad configuration", ["package.json", "-i", "data/iris.csv"], 3, "package.json:1:1  model  missing"],
  ["a bad name", ["-i", "data/faithful.csv", "-k", "2", "--name", "a b"], 3, "--name  app  "],
  [
    "columns left out of a configuration",
    ["CONFIG", "-i", "data/iris.csv", "--ignore", "x"],
    2,
    "--ignore does not go with",
  ],
  ["a configuration of other columns", ["CONFIG", "-i", "data/iris.csv"], 3, 'there is no column "x"'],
])("%s is told to the user", async (_, args, code, message) => {
  const config = temporaryFile("pipeline.yaml", CONFIG);
  const ran = await runCli(["run", ...args.map((arg) => (arg === "CONFIG" ? config : arg))]);
  expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code, stdout: "" });
  expect(ran.stderr).toContain(message);
});

test("an input without a single point is an error, and its records are counted", async () => {
  const file = temporaryFile("bad.ndjson", '{"x":1,"y":2}\n'.replace("1", '"a"').repeat(3));
  const { code, stderr } = await runCli(["run", "-i", file, "-k", "1", "--columns", "x,y"]);
  expect(code).toBe(1);
  expect(stderr).toContain("3 records could not be read");
  expect(stderr).toContain("no record could be read as a point");
});

test("a labels file that cannot be written is an error", async () => {
  const blocker = temporaryFile("blocker", "");
  const file = temporaryFile("clusters.csv", clusters(600));
  const { code, stderr } = await runCli(["run", "-i", file, ...FLAGS, "--labels", join(blocker, "labels.ndjson")]);
  expect(code).toBe(1);
  expect(stderr).toContain(blocker);
});
