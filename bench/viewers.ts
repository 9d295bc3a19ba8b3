// `npx tsx bench/viewers.ts [--tiny]`: what the dashboard costs: processor time of the server for each viewer of 50,000
// points a second, sent ten times a second, and of a pipeline for being looked at. Viewers read in a process of their own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { get } from "node:http";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { MemoryCluster } from "../src/broker/memory/memory-cluster.js";
import { createLiveView } from "../src/cli/serve/live-view.js";
import { viewPortsOf } from "../src/cli/serve/view-ports-of.js";
import { assemble } from "../src/config/assemble.js";
import { type Config, configSchema } from "../src/config/config-schema.js";
import type { RawRecord } from "../src/format/decoder.js";
import { Answers } from "../src/live/answers/answers.js";
import type { PointBatch } from "../src/mixture/point-batch.js";
import { runEmbedded } from "../src/pipeline/embedded/run-embedded.js";
import { startServer } from "../src/server/start-server.js";
import { SimulatedStream } from "../test/live/support/simulated-stream.js";
import { benchCase } from "./data.js";
import { median } from "./measure.js";
import { machine } from "./report.js";

const [mode, url = "", count = "0"] = process.argv.slice(2);
if (mode === "--read") await read(url, Number(count));
else await measure(mode === "--tiny");

/** Looks on as so many viewers, and says how many bytes came. */
async function read(url: string, viewers: number): Promise<void> {
  let bytes = 0;
  for (let i = 0; i < viewers; i++)
    get(`${url}/api/events`, (response) => response.on("data", (chunk: Buffer) => (bytes += chunk.length)));
  process.stdout.write("looking\n");
  await once(process.stdin.resume(), "end");
  process.stdout.write(`${bytes}\n`);
  process.exit();
}

async function measure(tiny: boolean): Promise<void> {
  const here = machine();
  console.log(`${here.machine}, Node ${here.node}, load ${here.load}`);
  await viewers(tiny ? [0, 1] : [0, 1, 2, 4, 8, 16], tiny ? 300 : 10_000);
  await lookedAt(tiny ? 5000 : 500_000, tiny ? 1 : 7);
}

/** Processor time of the server and of what feeds it, by number of viewers. */
async function viewers(counts: readonly number[], ms: number): Promise<void> {
  const sim = new SimulatedStream({ now: Date.now });
  const server = await startServer(
    { port: 0, view: viewPortsOf(sim.live, new Answers(sim.live, sim.features)) },
    { health: () => ({ live: true, ready: true }), metrics: async () => "", trouble: console.error },
  );
  for (let i = 0; i < 10; i++) sim.step(5000);
  const feed = setInterval(() => sim.step(5000), 100);
  let alone = 0;
  for (const viewers of counts) {
    const { cores, megabytes } = await share(server.url, viewers, ms);
    if (viewers === 0) alone = cores;
    const each = viewers === 0 ? "" : `, ${(((cores - alone) / viewers) * 100).toFixed(2)} % of a core each`;
    console.log(`${viewers} viewers: ${(100 * cores).toFixed(1)} % of a core, ${megabytes.toFixed(1)} MB/s${each}`);
  }
  clearInterval(feed);
  await server.close();
}

async function share(url: string, viewers: number, ms: number): Promise<{ cores: number; megabytes: number }> {
  const script = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, ["--import", "tsx", script, "--read", url, String(viewers)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  await lines.next();
  await pause(ms / 5); // everybody has their beginning
  const [before, start] = [process.cpuUsage(), performance.now()];
  await pause(ms);
  const { system, user } = process.cpuUsage(before);
  const seconds = (performance.now() - start) / 1000;
  child.stdin.end();
  const { value } = await lines.next();
  return { cores: (user + system) / 1e6 / seconds, megabytes: Number(value) / 1e6 / (seconds * 1.2) };
}

/** Processor time of a whole pipeline in memory, with somebody who looks on and without. */
async function lookedAt(points: number, runs: number): Promise<void> {
  for (const [D, K] of [
    [2, 8],
    [8, 16],
  ] as const) {
    const { points: batch } = benchCase("separated", D, K, points);
    const config = configSchema.parse({
      app: "bench",
      source: { topic: "points", from: "earliest", format: "packed-float64" },
      features: Array.from({ length: D }, (_, j) => `f${j}`),
      model: { components: K },
      labels: { format: "packed" },
    });
    const times: Record<"alone" | "looked at", number[]> = { alone: [], "looked at": [] };
    for (let i = 0; i <= runs; i++)
      for (const way of ["alone", "looked at"] as const) {
        const seconds = await pipelineSeconds(config, batch, way === "looked at");
        if (i > 0 || runs === 1) times[way].push(seconds); // the first run compiles
      }
    const [alone, seen] = [median(times.alone), median(times["looked at"])].map((seconds) => (1e6 * seconds) / points);
    console.log(
      `pipeline D${D} K${K}, packed: ${alone!.toFixed(3)} µs of processor time a point, looked at ${seen!.toFixed(3)} (× ${(seen! / alone!).toFixed(3)})`,
    );
  }
}

async function pipelineSeconds(config: Config, points: PointBatch, looked: boolean): Promise<number> {
  const parts = assemble(config);
  const cluster = new MemoryCluster();
  const broker = cluster.connect({ clientId: "bench" });
  const view = createLiveView({ config, parts, redact: (text) => text, trouble: console.error });
  const { interval: _, ...limits } = parts.settings.commit;
  const before = process.cpuUsage();
  await runEmbedded(
    {
      ...parts,
      settings: { ...parts.settings, commit: limits },
      broker,
      records: messages(points),
      produce: cluster.produce.bind(cluster),
      onlooker: looked ? view.onlooker : undefined,
    },
    (output) => {
      if (looked && output.type === "event") view.take(output.event);
    },
  );
  const { system, user } = process.cpuUsage(before);
  await broker.close();
  return (user + system) / 1e6;
}

/** A thousand points a message. */
async function* messages({ count, dimensions, values }: PointBatch): AsyncGenerator<RawRecord[]> {
  const stride = 1000 * dimensions;
  for (let at = 0; at < count * dimensions; at += stride) {
    const rows = values.slice(at, Math.min(at + stride, count * dimensions));
    yield [{ offset: at / stride, timestamp: 0, key: null, value: new Uint8Array(rows.buffer) }];
  }
}
