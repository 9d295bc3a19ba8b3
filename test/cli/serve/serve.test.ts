import { Readable } from "node:stream";
import { expect, test } from "vitest";
import type { Snapshot } from "../../../src/format/records.js";
import { events, MemoryApp } from "../support/memory-app.js";
import { type RunOptions, runCli } from "../support/run-cli.js";
import { serving } from "../support/serving.js";
import { temporaryFile, temporaryFolder } from "../support/temporary.js";

const POINTS = events(1000)
  .map(({ value }) => `${Buffer.from(value!).toString()}\n`)
  .join("");

test("run --serve: over a file, and after its end until the user has seen enough", async () => {
  const labels = `${temporaryFolder()}/labels.ndjson`;
  const file = temporaryFile("points.ndjson", POINTS);
  const served = await serving(["run", "-i", file, "-k", "2", "--columns", "x,y", "--labels", labels, "--serve", "0"]);
  const snapshot = await served.learned(1000);
  const point = (await served.get("/api/points/999")) as { source: object; coordinates: object };
  expect(point.source).toMatchObject({ topic: "points.ndjson", offset: "999" });
  expect(await served.get("/readyz")).toMatchObject({ status: expect.any(String) });
  const { code, stderr } = await served.stop();
  expect(code).toBe(0);
  expect(stderr).toContain(`dashboard: ${served.url}\n`);
  expect(stderr).toMatch(/1,000 points in .* 1,000 labels, mixture version \d+/);
  expect(stderr).toContain(`The page stays at ${served.url} until Ctrl-C.\n`);
  expect(stderr.indexOf("1,000 points in")).toBeLessThan(stderr.indexOf("The page stays"));
  expect(stderr).toContain(`mixture version ${snapshot.version}`);
  await expect(fetch(served.url)).rejects.toThrow();
});

test("run --serve: a pipe that never ends is shown as it comes; interrupted, it says so", async () => {
  const stdin = new Readable({ read: () => undefined });
  const args = ["run", "-i", "-", "-k", "2", "--columns", "x,y", "--warmup", "200", "--serve", "0"];
  const lines = POINTS.split("\n");
  stdin.push(`${lines.slice(0, 100).join("\n")}\n`);
  const served = await serving(args, runCli, { stdin });
  expect((await fetch(`${served.url}/api/snapshot`)).status).toBe(404);
  stdin.push(lines.slice(100).join("\n"));
  await served.learned(900);
  const { code, stderr } = await served.stop();
  expect(code).toBe(130);
  expect(stderr).toContain("interrupted");
});

test("run --serve with a port that is taken, or is none", async () => {
  const file = temporaryFile("points.ndjson", POINTS);
  const served = await serving(["run", "-i", file, "-k", "2", "--columns", "x,y", "--serve", "0"]);
  const { port } = new URL(served.url);
  const second = await runCli(["run", "-i", file, "-k", "2", "--columns", "x,y", "--serve", port]);
  expect([second.code, second.stdout]).toEqual([1, ""]);
  expect(second.stderr).toContain(`port ${port}: another program does`);
  await served.stop();
  for (const wrong of ["http", "70000", "-1", "1.5"]) {
    const { code, stderr } = await runCli(["run", "-i", file, "--serve", wrong]);
    expect(code).toBe(2);
    expect(stderr).toContain("It must be a port");
  }
});

test("on Kafka: --serve as http.port; the token of the configuration holds; after a restart the past is there", async () => {
  const app = new MemoryApp();
  await app.run(["topics", "create", "CONFIG"]);
  app.produce(1000);
  const token = "a-token-of-some-length";
  const env = { MIXTIDE_HTTP_TOKEN: token };
  const run = (args: readonly string[], options: RunOptions) => app.run(args, options);
  const asked = { headers: { authorization: `Bearer ${token}` } };
  const first = await serving(["run", "CONFIG", "--serve", "0"], run, { env });
  expect((await fetch(`${first.url}/api/snapshot`)).status).toBe(401);
  const newest = async (url: string): Promise<Partial<Snapshot>> =>
    (await (await fetch(`${url}/api/snapshot`, asked)).json()) as Snapshot;
  while (((await newest(first.url)).points ?? 0) < 1000) await new Promise((resolve) => setTimeout(resolve, 5));
  const before = await newest(first.url);
  const { code, stderr } = await first.stop();
  expect(code).toBe(0);
  expect(stderr).not.toContain(token);
  const second = await serving(["run", "CONFIG", "--serve", "0"], run, { env });
  let past = await newest(second.url);
  while (past.version === undefined) past = await newest(second.url);
  expect(past).toEqual(before);
  const published = await app.read<Snapshot>("clusters.snapshots");
  const { snapshots } = (await (await fetch(`${second.url}/api/snapshots`, asked)).json()) as { snapshots: Snapshot[] };
  expect(snapshots).toEqual(published);
  await second.stop();
});

test("demo --serve: a geyser to look at, until Ctrl-C", async () => {
  const served = await serving(["demo", "--serve", "0"]);
  const { components, features, model } = await served.learned(300);
  expect([model, features]).toEqual(["geyser", ["eruption (minutes)", "waiting (minutes)"]]);
  const means = components.map(({ mean }) => mean).sort(([a = 0], [b = 0]) => a - b);
  expect(means[0]![0]).toBeCloseTo(2, 0);
  expect(means.at(-1)![0]).toBeCloseTo(4.3, 0);
  const { code, stderr, stdout } = await served.stop();
  expect([code, stdout]).toEqual([0, ""]);
  expect(stderr).toContain("Open it in a browser");
});
