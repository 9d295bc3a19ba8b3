import { stringify } from "yaml";
import type { IncomingRecord } from "../../broker/broker.js";
import { MemoryCluster } from "../../broker/memory/memory-cluster.js";
import { type Assembly, assemble } from "../../config/assemble.js";
import { loadConfig } from "../../config/load-config.js";
import type { RawRecord } from "../../format/decoder.js";
import type { Label, Snapshot } from "../../format/records.js";
import { type EmbeddedOutput, runEmbedded } from "../../pipeline/embedded/run-embedded.js";
import type { Context } from "../context.js";
import { Interrupted } from "../errors.js";
import { grouped, nats } from "../terminal/numbers.js";
import { progressBar } from "../terminal/progress-bar.js";
import type { ShuttleData } from "./shuttle-data.js";

/** What the stream said about every point, in its order. */
export interface Streamed {
  readonly labels: readonly Label[];
  readonly snapshots: readonly Snapshot[];
  readonly seconds: number;
}

/** Records that are handed over at once. */
const PIECE = 2000;

/** Streams the data once through the production pipeline: memory broker, one task, default settings. */
export async function streamShuttle(
  data: ShuttleData,
  components: number,
  seed: number,
  context: Context,
): Promise<Streamed> {
  const parts = assemblyFor(data, components, seed);
  const cluster = new MemoryCluster();
  const broker = cluster.connect({ clientId: parts.app });
  const labels: Label[] = [];
  const snapshots: Snapshot[] = [];
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  const take = (output: EmbeddedOutput): void => {
    if (output.type === "labels") labels.push(...parsed<Label>(output.records));
    if (output.type === "snapshots") snapshots.push(...parsed<Snapshot>(output.records));
    const recent = snapshots.at(-1)?.logLikelihood.recent;
    const foretold = typeof recent === "number" ? `, log-likelihood ${nats(recent, 2)}` : "";
    const speed = `${grouped(labels.length / seconds())} points/s`;
    context.messages.progress(`${progressBar(labels.length / data.records.length)}  ${speed}${foretold}`);
  };
  const {
    commit: { interval: _, ...commit },
    ...settings
  } = parts.settings;
  const produce = cluster.produce.bind(cluster);
  const options = {
    ...parts,
    settings: { ...settings, commit },
    input: data.name,
    broker,
    produce,
    signal: context.signal,
  };
  await runEmbedded({ ...options, records: inPieces(data.records) }, take);
  await broker.close();
  if (context.signal.aborted) throw new Interrupted();
  context.messages.clear();
  return { labels, snapshots, seconds: seconds() };
}

function assemblyFor({ columns, features }: ShuttleData, components: number, seed: number): Assembly {
  const source = { topic: "shuttle", from: "earliest", format: "csv", columns };
  const text = stringify({ app: "shuttle", source, features, model: { components, seed } });
  return assemble(loadConfig({ text }).config);
}

async function* inPieces(records: readonly RawRecord[]): AsyncGenerator<readonly RawRecord[]> {
  for (let from = 0; from < records.length; from += PIECE) yield records.slice(from, from + PIECE);
}

function parsed<T>(records: readonly IncomingRecord[]): T[] {
  return records.map(({ value }) => JSON.parse(Buffer.from(value ?? []).toString("utf8")) as T);
}
