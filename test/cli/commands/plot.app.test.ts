import { expect, test } from "vitest";
import type { Snapshot } from "../../../src/format/records.js";
import { scaleIn, stretchesOf } from "../../plot/figures.js";
import { all, type Node, parseXml, textsOf } from "../../plot/xml.js";
import { labelled, learned, produce } from "../replay/replays.js";
import { CONFIG, MemoryApp } from "../support/memory-app.js";
import { type Ran, runCli } from "../support/run-cli.js";
import { temporaryFile } from "../support/temporary.js";

/** The panels of a picture by their titles. */
function panelsOf({ code, stdout, stderr }: Ran): ReadonlyMap<string, Node> {
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const groups = all(parseXml(stdout.trimEnd()), "g").filter(({ attributes }) => attributes.role === "group");
  return new Map(groups.map((group) => [group.attributes["aria-label"]!, group]));
}

/** An app that often tells of its mixture, and has learned 600 points of two partitions. */
async function told(): Promise<MemoryApp> {
  const app = new MemoryApp({ partitions: 2, config: `${CONFIG}snapshots: { every: 50 }\n` });
  await app.run(["topics", "create", "CONFIG"]);
  let produced = 0;
  for (const points of [300, 450, 600]) {
    produce(app, points - produced, produced);
    produced = points;
    await app.runUntil(() => labelled(app, points));
  }
  return app;
}

const FORETOLD = "Log-likelihood of points before they were learned";
const WEIGHTS = "Weights of the components";
const SCORES = "Anomaly scores of the last points of clusters";

test("an app on Kafka: its points under its newest mixture, and what became of it and of the stream", async () => {
  const app = await told();
  const panels = panelsOf(await app.run(["plot", "CONFIG"]));
  expect([...panels.keys()]).toEqual(["clusters", FORETOLD, WEIGHTS, SCORES]);
  const snapshots = await app.read<Snapshot>("clusters.snapshots");
  expect(snapshots.length).toBeGreaterThan(1);
  const { components } = snapshots.at(-1)!;
  for (const { id, weight } of components)
    expect(textsOf(panels.get("clusters")!)).toContain(`component ${id}: ${Number((100 * weight).toPrecision(3))} %`);
  const weights = panels.get(WEIGHTS)!;
  const { x, y } = scaleIn(weights);
  const lines = all(weights, "path").filter(({ attributes }) => attributes.class === "line");
  lines.forEach((line, k) => {
    const drawn = stretchesOf(line)
      .flat()
      .map(([u, v]) => [x(u), y(v)]);
    expect(drawn).toEqual(
      snapshots.map(({ components, points }) => [
        expect.closeTo(points, -0.5),
        expect.closeTo(components[k]!.weight, 2),
      ]),
    );
  });
  expect(textsOf(panels.get(SCORES)!)).toContain("end of warm-up");
  const [inside] = all(panels.get("clusters")!, "svg");
  expect(all(inside!, "circle")).toHaveLength(600);
});

test("a replay of it by its name, alone or against the live app; the live app's model over a file", async () => {
  const app = await told();
  const replayed = await app.run(["replay", "CONFIG", "--app", "three", "--set", "model.components=3"]);
  expect(replayed.code).toBe(0);
  const panels = panelsOf(await app.run(["plot", "CONFIG", "--app", "three"]));
  expect(textsOf(panels.get("three")!).filter((text) => text.startsWith("component"))).toHaveLength(3);
  const [live] = (await app.read<Snapshot>("clusters.model")).slice(-1);
  const [three] = (await app.read<Snapshot>("three.model")).slice(-1);
  const compared = panelsOf(await app.run(["plot", "CONFIG", "--app", "three", "--compare", "CONFIG"]));
  const names = [`clusters (version ${live!.version})`, `three (version ${three!.version})`];
  expect([...compared.keys()]).toEqual([names.join(" and "), "Marginal of x", "Marginal of y"]);
  const file = temporaryFile("points.csv", "x,y\n0,0\n10,10\n11,9\n");
  const over = await app.run(["plot", file, "-m", "CONFIG", "--marginals"]);
  expect([...panelsOf(over).keys()]).toEqual(["Marginal of x", "Marginal of y"]);
  const both = panelsOf(await app.run(["plot", file, "CONFIG", "--columns", "x"]));
  expect([...both.keys()]).toEqual(["points.csv", FORETOLD, WEIGHTS, SCORES]);
});

test("of a long stream only the last is read, as much as is asked for", async () => {
  const app = await told();
  const panels = panelsOf(await app.run(["plot", "CONFIG", "--last", "40"]));
  expect(all(all(panels.get("clusters")!, "svg")[0]!, "circle")).toHaveLength(40);
  const one = await app.run(["plot", "CONFIG", "--last", "0"]);
  expect(one).toMatchObject({ code: 2, stdout: "" });
  expect(one.stderr).toContain("at least 1");
  const file = temporaryFile("points.csv", "x,y\n0,0\n10,10\n11,9\n");
  const none = await app.run(["plot", file, "--last", "10"]);
  expect(none).toMatchObject({ code: 2, stdout: "" });
  expect(none.stderr).toContain("--last is of a cluster");
});

test("records that are no points are left out, and counted", async () => {
  const app = await learned();
  app.cluster.produce("points", 0, [{ value: Buffer.from("no point") }]);
  const { code, stderr } = await app.run(["plot", "CONFIG"]);
  expect(code).toBe(0);
  expect(stderr).toBe("warning: 1 record of points could not be read and was left out.\n");
});

test("labels that are not in JSON are left out, and it is said", async () => {
  const app = new MemoryApp({
    config: `${CONFIG}labels: { format: packed }\n`,
  });
  app.produce(400);
  await app.run(["topics", "create", "CONFIG"]);
  await app.runUntil(async () => (await app.count("clusters.snapshots")) > 0);
  const { code, stderr, stdout } = await app.run(["plot", "CONFIG"]);
  expect(code).toBe(0);
  expect(stderr).toBe("warning: clusters.labels holds labels that are not in JSON: the anomaly scores are left out.\n");
  expect(stdout).not.toContain("Anomaly scores");
});

test("what is not there is told to the user", async () => {
  const app = new MemoryApp({ partitions: 2 });
  produce(app, 100);
  const none = await app.run(["plot", "CONFIG"]);
  expect([none.code, none.stdout]).toEqual([1, ""]);
  expect(none.stderr).toContain('there is no topic "clusters.snapshots" in this cluster');
  await app.run(["topics", "create", "CONFIG"]);
  await app.runUntil(() => labelled(app, 0));
  const early = await app.run(["plot", "CONFIG"]);
  expect([early.code, early.stdout]).toEqual([1, ""]);
  expect(early.stderr).toContain("clusters has published no mixture yet");
  const misspelt = await app.run(["plot", "CONFIG", "--app", "eigth"]);
  expect(misspelt.stderr).toContain('there is no topic "eigth.snapshots"');
  const alone = await runCli(["plot", "data/faithful.csv", "--app", "eight"]);
  expect([alone.code, alone.stdout]).toEqual([2, ""]);
  expect(alone.stderr).toContain("--app is of a cluster, and none is given");
  const missing = await runCli(["plot", "no.yaml"]);
  expect([missing.code, missing.stdout]).toEqual([3, ""]);
});
