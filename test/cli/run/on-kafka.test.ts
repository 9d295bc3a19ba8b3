import { expect, test } from "vitest";
import { AuthorizationError } from "../../../src/broker/errors.js";
import type { Faults } from "../../../src/broker/memory/faults.js";
import type { Label } from "../../../src/format/records.js";
import { CONFIG, MemoryApp } from "../support/memory-app.js";
import { ndjson } from "../support/run-cli.js";

interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [detail: string]: unknown;
}

/** The app with its topics, made over a connection without faults. */
async function ready(options: ConstructorParameters<typeof MemoryApp>[0] = {}): Promise<MemoryApp> {
  const app = new MemoryApp(options);
  const connect = ({ clientId }: { readonly clientId: string }) => app.cluster.connect({ clientId });
  await app.run(["topics", "create", "CONFIG"], { connect });
  return app;
}

const labelled = (app: MemoryApp, count: number) => async () => (await app.count("clusters.labels")) >= count;

async function eventually(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 1));
}

test("every record of the topic is labelled once; a stop commits, ends with 0 and says what was done", async () => {
  const app = await ready();
  app.produce(1000);
  const { code, stdout, stderr } = await app.runUntil(labelled(app, 1000));
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  const labels = await app.read<Label>("clusters.labels");
  expect(labels.map(({ id }) => id)).toEqual(Array.from({ length: 1000 }, (_, i) => `p${i}`));
  const lines = ndjson<LogLine>(stderr);
  expect(lines[0]).toMatchObject({
    level: "info",
    msg: "learning",
    app: "clusters",
    topic: "points",
    from: "earliest",
    labels: "clusters.labels",
    brokers: ["memory:9092"],
    cluster: "memory",
  });
  expect(lines.at(-1)?.msg).toBe("stopped");
  expect(lines.filter(({ level }) => level !== "info")).toEqual([]);
});

test("the next run goes on where the last one stopped", async () => {
  const app = await ready();
  app.produce(300);
  await app.runUntil(labelled(app, 300));
  app.produce(300, 300);
  await app.runUntil(labelled(app, 600));
  const labels = await app.read<Label>("clusters.labels");
  expect(labels.map(({ source }) => Number(source.offset))).toEqual(Array.from({ length: 600 }, (_, i) => i));
});

test("on a terminal: lines to read, and one that says how far it is", async () => {
  const app = await ready();
  app.produce(400);
  const stop = new AbortController();
  const running = app.run(["run", "CONFIG"], { signal: stop.signal, terminal: true, env: { NO_COLOR: "1" } });
  await eventually(labelled(app, 400));
  stop.abort();
  const { code, stderr } = await running;
  expect(code).toBe(0);
  expect(stderr).toMatch(/\d\d:\d\d:\d\d\.\d{3} info {2}learning app=clusters topic=points from=earliest/);
  const drawn = stderr.split("\r\u001b[2K");
  const progress = /^\d+ points, (warming up|version \d+), [\d,]+ points\/s, (up to date|\d+ records? behind)/;
  expect(drawn.some((line) => progress.test(line))).toBe(true);
});

test("flags go before the file", async () => {
  const app = await ready();
  app.produce(300);
  const snapshots = async () => (await app.count("clusters.snapshots")) > 0;
  await app.runUntil(snapshots, ["-k", "3"]);
  const [first] = await app.read<{ components: unknown[] }>("clusters.snapshots");
  expect(first?.components).toHaveLength(3);
});

test("topics that are missing: which, and the command that makes them", async () => {
  const app = new MemoryApp();
  const missing = await app.run(["run", "CONFIG"]);
  expect(missing).toMatchObject({ code: 1, stdout: "" });
  expect(missing.stderr).toContain(
    "mixtide run: missing topics: clusters.labels, clusters.alerts, clusters.snapshots, ",
  );
  expect(missing.stderr).toContain(
    `Create them with \`mixtide topics create ${app.config}\`, or set topics.create to true.\n`,
  );
  app.produce(200);
  const env = { MIXTIDE_TOPICS_CREATE: "true" };
  const stop = new AbortController();
  const running = app.run(["run", "CONFIG"], { env, signal: stop.signal });
  await eventually(labelled(app, 200));
  stop.abort();
  expect((await running).code).toBe(0);
});

test("records that are all bad are told loudly, once, with reasons", async () => {
  const app = await ready({ config: CONFIG.replace("[x, y]", "[load.cpu, name]") });
  app.produce(50);
  app.produce(50, 50);
  const { code, stderr } = await app.runUntil(async () => (await app.count("clusters.dead-letters")) === 100);
  expect(code).toBe(0);
  const loud = ndjson<LogLine>(stderr).filter(({ level }) => level === "error");
  expect(loud).toHaveLength(1);
  expect(loud[0]?.msg).toBe("not one record could be read as a point: they all went to the dead letters");
  expect(loud[0]?.remedy).toBe(`compare features and source.format with the records: \`mixtide doctor ${app.config}\``);
  expect(loud[0]?.examples).toHaveLength(3);
  expect(JSON.stringify(loud[0]?.examples)).toContain("points/0/0: ");
  expect(JSON.stringify(loud[0]?.examples)).toContain("load");
});

test("a missing right ends the run at its start, and names all that are needed", async () => {
  const denied: Faults = ({ name, phase }) =>
    name === "writer" && phase === "before"
      ? { error: new AuthorizationError("transactional id clusters-all: no right") }
      : undefined;
  const app = await ready({ faults: denied });
  app.produce(10);
  const { code, stderr } = await app.run(["run", "CONFIG"]);
  expect(code).toBe(4);
  const told = stderr.slice(stderr.indexOf("mixtide run: "));
  expect(told).toBe(
    "mixtide run: transactional id clusters-all: no right\n" +
      "  This app needs Read, Describe, DescribeConfigs on topic points; Read, Write, Describe, DescribeConfigs, Create, " +
      "Alter on topic clusters.…; Read, Describe on group clusters; Write, Describe on transactional-id clusters-…. " +
      "`mixtide doctor` prints the commands that grant them.\n",
  );
});

test("two deployments of one name: fenced again and again is said, with the other's name", async () => {
  const app = await ready();
  app.produce(300);
  const stop = new AbortController();
  let told = false;
  const onStderr = (text: string): void => {
    told ||= text.includes("share one app name");
  };
  const running = app.run(["run", "CONFIG"], { signal: stop.signal, onStderr });
  await eventually(labelled(app, 300));
  // The other one takes the transactional id and the state, as a second deployment would.
  const env = { MIXTIDE_KAFKA_CLIENT_ID: "other-host" };
  for (let i = 300; !told; i += 10) {
    await app.run(["state", "reset", "CONFIG", "--yes"], { env });
    app.produce(10, i);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  stop.abort();
  const lines = ndjson<LogLine>((await running).stderr);
  expect(lines.find(({ msg }) => msg.includes("share one app name"))).toMatchObject({
    level: "error",
    rival: "other-host",
    remedy: "stop one of them, or give it another app name",
  });
});

test.each<[string, string[], string]>([
  ["--labels", ["--labels", "x"], "--labels goes with --input"],
  ["--dead-letters", ["--dead-letters", "x"], "--dead-letters goes with --input"],
  ["--ignore", ["--ignore", "x"], "--ignore goes with --input"],
  ["--json", ["--json"], "--json goes with --input or --dry-run"],
])("%s is for files", async (_, args, message) => {
  const app = new MemoryApp();
  const { code, stderr } = await app.run(["run", "CONFIG", ...args]);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

test("a stop that cannot finish its unit in time leaves with 130 before 5 s are over", async () => {
  let block = false;
  let blocked = false;
  const never: Faults = ({ name }) => {
    if (!block || name !== "commit") return undefined;
    blocked = true;
    return { delayMs: 1e8 };
  };
  const app = await ready({ faults: never });
  app.produce(300);
  const stop = new AbortController();
  const running = app.run(["run", "CONFIG"], { signal: stop.signal });
  await eventually(labelled(app, 300));
  block = true;
  app.produce(10, 300);
  await eventually(async () => blocked);
  const began = performance.now();
  stop.abort();
  const { code, stderr } = await running;
  expect(performance.now() - began).toBeLessThan(5000);
  expect(code).toBe(130);
  expect(stderr).toContain("interrupted before the open unit was committed: whoever is next does it again");
});

test("the HTTP server runs beside it; a port that is taken ends the run with the setting's name", async () => {
  const app = await ready();
  app.produce(300);
  const port = await freePort();
  const env = { MIXTIDE_HTTP_PORT: String(port) };
  const stop = new AbortController();
  const running = app.run(["run", "CONFIG"], { env, signal: stop.signal });
  await eventually(labelled(app, 300));
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
  expect(answer.status).toBe(200);
  const second = await app.run(["run", "CONFIG"], { env });
  expect(second.code).toBe(1);
  expect(second.stderr).toContain(`cannot listen on 127.0.0.1, port ${port}: another program does`);
  stop.abort();
  expect((await running).code).toBe(0);
  await expect(fetch(`http://127.0.0.1:${port}/readyz`)).rejects.toThrow();
});

async function freePort(): Promise<number> {
  const { createServer } = await import("node:net");
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
