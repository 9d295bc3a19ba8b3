import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { due, labelled, learned, places, produce } from "../replay/replays.js";
import { MemoryApp } from "../support/memory-app.js";
import { temporaryFolder } from "../support/temporary.js";

describe("replay --verify", () => {
  test("names the span that is bit-identical", async () => {
    const app = await learned();
    const { code, stdout, stderr } = await app.run(["replay", "CONFIG", "--verify"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^clusters: units 0 to \d+ replayed, 600 points: bit-identical\n/);
    expect(stdout).toContain("  points/0  offsets 0 to 300\n  points/1  offsets 0 to 300\n");
    const json = JSON.parse((await app.run(["replay", "CONFIG", "--verify", "--json"])).stdout);
    expect(json).toMatchObject({ app: "clusters", identical: true, from: 0, points: 600, promotions: 0 });
    expect(json.span).toEqual({ 0: { from: 0, to: 300 }, 1: { from: 0, to: 300 } });
  });

  test("says after which unit history is another one, and what that means", async () => {
    const app = await learned();
    const entries = await journal(app);
    const last = entries.at(-1)!;
    const forged = { ...last, unit: last.unit + 1, inputs: [{ type: "flush" }], digest: "0".repeat(64) };
    const record = { key: Buffer.from("unit"), value: Buffer.from(JSON.stringify(forged)) };
    app.cluster.produce("clusters.journal", 0, [record]);
    const { code, stdout, stderr } = await app.run(["replay", "CONFIG", "--verify"]);
    expect(code).toBe(1);
    expect(stdout).toContain("identical only so far");
    expect(stderr).toContain(`after unit ${forged.unit} of clusters history and replay differ`);
    expect(stderr).toContain("the model is not what its input makes of it");
    const json = await app.run(["replay", "CONFIG", "--verify", "--json"]);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({ identical: false, mismatch: { unit: forged.unit } });
  });

  test("shows progress on a terminal", async () => {
    const app = await learned();
    const { stderr } = await app.run(["replay", "CONFIG", "--verify"], { terminal: true });
    expect(stderr).toMatch(/━.* % unit \d+/);
  });

  test("before the app has ever run", async () => {
    const app = new MemoryApp();
    const { code, stderr } = await app.run(["replay", "CONFIG", "--verify"]);
    expect(code).toBe(1);
    expect(stderr).toContain("It comes with the first `mixtide run");
  });
});

interface Entry {
  readonly unit: number;
  readonly inputs: readonly { readonly type: string }[];
}

async function journal(app: MemoryApp): Promise<Entry[]> {
  const broker = app.cluster.connect({ clientId: "reader" });
  const entries: Entry[] = [];
  for await (const records of broker.readToEnd({ topic: "clusters.journal", partition: 0 }))
    for (const { key, value } of records)
      if (Buffer.from(key!).toString() === "unit") entries.push(JSON.parse(Buffer.from(value!).toString()));
  return entries;
}

describe("replay --app", () => {
  test("labels history under another name, with other settings", async () => {
    const app = await learned();
    const before = await app.read("clusters.snapshots");
    const args = ["replay", "CONFIG", "--app", "new", "--set", "model.components=3", "--set", "model.warmup=100"];
    const { code, stdout, stderr } = await app.run(args);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toContain("new: replays 600 offsets of points, from earliest to now; clusters is left alone");
    expect(stderr).toMatch(/new: 600 points in [\d.]+ s, 600 labels, mixture version \d+, -\d\.\d+ nats a point/);
    expect(stderr).toContain("mixtide promote");
    expect(await places(app, "new")).toEqual(due(600));
    const [snapshot] = await app.read<{ components: unknown[] }>("new.model");
    expect(snapshot!.components.length).toBe(3);
    expect(await app.read("clusters.snapshots")).toEqual(before);
  });

  test("prints what it did as JSON, between two times", async () => {
    const app = await learned();
    const args = [
      "replay",
      "CONFIG",
      "--app",
      "new",
      "--from",
      "2025-11-23T01:00Z",
      "--to",
      "2025-11-23T09:00Z",
      "--json",
    ];
    const { stdout } = await app.run(args);
    expect(JSON.parse(stdout)).toMatchObject({
      app: "new",
      complete: true,
      starts: [30, 30],
      ends: [270, 270],
      points: 480,
      labels: 480,
    });
  });

  test("shows how far it is and how long it takes on a terminal", async () => {
    const app = await learned();
    const { stderr } = await app.run(["replay", "CONFIG", "--app", "new"], { terminal: true });
    expect(stderr).toMatch(/━.* % [\d,]+ points?, [\d,]+ records\/s, \d+ s left/);
  });

  test("interrupted, goes on with the same command", async () => {
    const app = await learned();
    const stop = new AbortController();
    // A minute of history lies between two points: 60,000 ms at this speed take 20.
    const args = ["replay", "CONFIG", "--app", "new", "--set", "model.warmup=10", "--speed", "3000x"];
    const running = app.run(args, { signal: stop.signal });
    while (!((await app.count("new.labels", 0)) > 0)) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    const { code, stderr } = await running;
    expect(code).toBe(130);
    expect(stderr).toContain("the same command goes on from there");
    produce(app, 10, 600);
    const again = await app.run(args.slice(0, -2));
    expect(again.code).toBe(0);
    expect(again.stderr).toContain("new: goes on replaying 600 offsets of points");
    expect(await places(app, "new")).toEqual(due(600));
  });

  test.each([
    [["--app", "clusters"], 2, "--app clusters is the name of the live app itself"],
    [[], 2, "--verify or --app is missing"],
    [["--verify", "--app", "new"], 2, "--verify does not go with --app"],
    [["--app", "new", "--from", "yesterday"], 2, "It must be earliest, or a time such as"],
    [["--app", "new", "--speed", "fast"], 2, "such as 10x"],
    [["--app", "new", "--set", "model.components"], 2, "such as model.components=8"],
    [["--app", "new", "--set", "model.componets=8"], 3, "model.components"],
    [["--app", "new", "--set", "model.components=none"], 3, "expected"],
    [["--app", "new", "--set", "source.topic=other"], 2, "--set source.topic has no place in a replay"],
  ] as const)("%s is a mistake that is explained", async (args, exitCode, words) => {
    const { code, stderr } = await new MemoryApp().run(["replay", "CONFIG", ...args]);
    expect(stderr).toContain(words);
    expect(code).toBe(exitCode);
  });

  test("needs its input topic", async () => {
    const app = new MemoryApp({ partitions: 0 });
    app.cluster.createTopics([{ topic: "point", partitions: 1, cleanup: "delete" }]);
    const { code, stderr } = await app.run(["replay", "CONFIG", "--app", "new"]);
    expect(code).toBe(1);
    expect(stderr).toContain("Did you mean point?");
  });

  test("refuses the name of another app that lives, and other bounds than it began with", async () => {
    const app = await learned();
    await app.run(["replay", "CONFIG", "--app", "new"]);
    const other = await app.run(["replay", "CONFIG", "--app", "new", "--from", "2025-11-23T01:00Z"]);
    expect(other).toMatchObject({ code: 1 });
    expect(other.stderr).toContain("new is a replay from earliest to now: go on with these");
  });
});

describe("replay compare", () => {
  test("shows log-likelihoods over time, both mixtures, and a picture", async () => {
    const app = await learned();
    await app.run(["replay", "CONFIG", "--app", "new", "--set", "model.components=1"]);
    const picture = join(temporaryFolder(), "new.svg");
    const args = ["replay", "compare", "CONFIG", "--app", "new"];
    const { code, stdout } = await app.run([...args, "--output", picture]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^new against clusters: \d+ points that both labelled\n/);
    expect(stdout).toMatch(/^left out: \d+ points of a warm-up$/m);
    expect(stdout).toMatch(/^2025-11-23T0\d:\d\d:\d\d\.\d{3}Z +\d+ +-\d\.\d{4} +-\d\.\d{4} +-\d\.\d{4}$/m);
    const svg = readFileSync(picture, "utf8");
    expect(svg).toContain("Log-likelihood of the same points under clusters and new");
    expect(svg).toContain("hours since 2025-11-23T0");
    const json = JSON.parse((await app.run([...args, "--json"])).stdout);
    expect(json).toMatchObject({ a: { components: 2, only: 0 }, b: { components: 1, only: 0 } });
    // Which 200 points came first to the live app is another matter than which are the oldest.
    expect(json.warmup).toBeGreaterThanOrEqual(200);
    expect(json.warmup).toBeLessThanOrEqual(400);
    expect(json.points + json.warmup).toBe(600);
    expect(json.difference).toBeCloseTo(json.b.logLikelihood - json.a.logLikelihood, 12);
    expect(json.difference).toBeLessThan(-0.5);
    const inTime = json.overTime.reduce((sum: number, { points, a }: Stretch) => sum + points * a, 0);
    expect(inTime / json.points).toBeCloseTo(json.a.logLikelihood, 10);
    const [a, b] = [await scored(app, "clusters"), await scored(app, "new")];
    const both = [...a.keys()].filter((place) => b.has(place));
    expect(both.length).toBe(json.points);
    for (const [labels, figure] of [
      [a, json.a.logLikelihood],
      [b, json.b.logLikelihood],
    ] as const)
      expect(both.reduce((sum, place) => sum + labels.get(place)!, 0) / both.length).toBeCloseTo(figure, 10);
  });

  test("needs a replay that has labelled something", async () => {
    const app = await learned();
    const none = await app.run(["replay", "compare", "CONFIG", "--app", "new"]);
    expect(none.code).toBe(1);
    expect(none.stderr).toContain("mixtide replay --app new");
    const missing = await app.run(["replay", "compare", "CONFIG"]);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain("--app is missing");
  });
});

interface Stretch {
  readonly points: number;
  readonly a: number;
}

interface Scored {
  readonly source: { readonly partition: number; readonly offset: string };
  readonly logDensity: number;
  readonly warmup?: true;
}

/** Log densities outside of the warm-up, by position. */
async function scored(app: MemoryApp, name: string): Promise<Map<string, number>> {
  const labels = await Promise.all([0, 1].map((partition) => app.read<Scored>(`${name}.labels`, partition)));
  const own = labels.flat().filter(({ warmup }) => !warmup);
  return new Map(own.map(({ source, logDensity }) => [`${source.partition}/${source.offset}`, logDensity]));
}

test("promote makes the replayed model the live one, --undo takes that back, and --verify passes over both", async () => {
  const app = await learned();
  await app.run(["replay", "CONFIG", "--app", "new", "--set", "model.components=3"]);
  const done = await app.run(["promote", "CONFIG", "--from-app", "new", "--at", "now", "--yes"]);
  expect(done).toMatchObject({ code: 0, stdout: "" });
  expect(done.stderr).toMatch(
    /^clusters: version \d+ is version \d+ of new \(600 points\), unit \d+ of the journal\n$/,
  );
  produce(app, 100, 600);
  const ran = await app.runUntil(() => labelled(app, 700));
  expect(ran.code).toBe(0);
  const newest = async () => (await app.read<{ components: unknown[] }>("clusters.model")).at(-1)!.components.length;
  expect(await newest()).toBe(3);
  const again = await app.run(["promote", "CONFIG", "--from-app", "new", "--yes", "--json"]);
  expect(JSON.parse(again.stdout)).toEqual({ app: "clusters", fromApp: "new", changed: false });
  const undone = await app.run(["promote", "CONFIG", "--undo"], { interactive: true, stdin: "yes\n" });
  expect(undone.code).toBe(0);
  expect(await newest()).toBe(2);
  produce(app, 100, 700);
  await app.runUntil(() => labelled(app, 800));
  expect(await places(app)).toEqual(due(800));
  const { stdout } = await app.run(["replay", "CONFIG", "--verify"]);
  expect(stdout).toMatch(/^clusters: units 0 to \d+ replayed, 800 points, 2 promotions: bit-identical\n/);
});

describe("promote", () => {
  test("asks first, and any other answer leaves everything as it is", async () => {
    const app = await learned();
    await app.run(["replay", "CONFIG", "--app", "new"]);
    const before = await journal(app);
    const no = await app.run(["promote", "CONFIG", "--from-app", "new"], { interactive: true, stdin: "no\n" });
    expect(no.code).toBe(130);
    expect(no.stderr).toContain("clusters goes on with the model of new.");
    expect((await app.run(["promote", "CONFIG", "--from-app", "new"])).code).toBe(2);
    expect(await journal(app)).toEqual(before);
  });

  test.each([
    [[], 2, "--from-app or --undo is missing"],
    [["--undo", "--from-app", "new"], 2, "--undo does not go with --from-app"],
    [["--from-app", "new", "--at", "noon"], 2, "now"],
    [["--from-app", "new", "--yes"], 1, "new has no state: make a model first with `mixtide replay --app new`"],
    [["--undo", "--yes"], 1, "there is no promotion to undo"],
  ] as const)("%s is a mistake that is explained", async (args, exitCode, words) => {
    const app = await learned();
    const { code, stderr } = await app.run(["promote", "CONFIG", ...args]);
    expect(stderr).toContain(words);
    expect(code).toBe(exitCode);
  });

  test("needs an app that has run", async () => {
    const { code, stderr } = await new MemoryApp().run(["promote", "CONFIG", "--from-app", "new", "--yes"]);
    expect(code).toBe(1);
    expect(stderr).toContain("It comes with the first `mixtide run");
  });

  test("refuses a model of other features", async () => {
    const app = await learned();
    await app.run(["replay", "CONFIG", "--app", "new", "--set", "features=x", "--set", "model.warmup=100"]);
    const { code, stderr } = await app.run(["promote", "CONFIG", "--from-app", "new", "--yes"]);
    expect(code).toBe(1);
    expect(stderr).toContain("the model of new is of other features");
    const compared = await app.run(["replay", "compare", "CONFIG", "--app", "new"]);
    expect(compared.stderr).toContain("One has x, y, the other x.");
  });
});
