import type { IncomingRecord } from "../../broker/broker.js";
import { MemoryCluster } from "../../broker/memory/memory-cluster.js";
import { assemble } from "../../config/assemble.js";
import { type Config, type ConfigInput, configSchema } from "../../config/config-schema.js";
import type { RawRecord } from "../../format/decoder.js";
import type { Label, Snapshot } from "../../format/records.js";
import { type EmbeddedOutput, runEmbedded } from "../../pipeline/embedded/run-embedded.js";
import type { Context } from "../context.js";
import { Interrupted } from "../errors.js";
import { grouped, nats } from "../terminal/numbers.js";

/** Lines of CSV, and which of their columns make a point. */
export interface StreamInput {
  readonly name: string;
  readonly columns: readonly string[];
  readonly features: readonly string[];
  /** In pieces, as they are read; can be read once. */
  readonly records: AsyncIterable<readonly RawRecord[]>;
}

export interface StreamOptions {
  readonly model: ConfigInput["model"];
  /** ms from a point to the commit that shows its label; default: that of every run without a broker. */
  readonly commitInterval?: number;
  /** Told once, when there are labels. */
  readonly onFirstLabels?: (labels: readonly Label[]) => void;
}

/** What the stream said about every point, in its order. */
export interface Streamed {
  readonly labels: readonly Label[];
  readonly snapshots: readonly Snapshot[];
  readonly seconds: number;
}

/** Records read ahead: a file is learned while it is read, not after. */
const READ_AHEAD = 10_000;

/** Streams records once through the production pipeline: memory broker, one task, default settings but for the model. */
export async function streamPoints(input: StreamInput, options: StreamOptions, context: Context): Promise<Streamed> {
  const parts = assemble(configOf(input, options));
  const cluster = new MemoryCluster();
  const broker = cluster.connect({ clientId: parts.app });
  const results = new Results(options, context);
  const { interval: _, ...limits } = parts.settings.commit;
  const { commitInterval: interval } = options;
  await runEmbedded(
    {
      ...parts,
      settings: { ...parts.settings, commit: interval === undefined ? limits : { interval, ...limits } },
      input: input.name,
      broker,
      records: input.records,
      produce: cluster.produce.bind(cluster),
      maxWaiting: READ_AHEAD,
      signal: context.signal,
    },
    (output) => results.take(output),
  );
  await broker.close();
  if (context.signal.aborted) throw new Interrupted();
  context.messages.clear();
  return results.outcome;
}

/** Checked and completed as a file's would be, without being written as YAML first. */
function configOf({ columns, features, name }: StreamInput, { model }: StreamOptions): Config {
  const source = { topic: name, from: "earliest" as const, format: "csv" as const, columns: [...columns] };
  return configSchema.parse({ app: "demo", source, features: [...features], model } satisfies ConfigInput);
}

/** The mixture that a stream ended with. */
export function lastSnapshot({ snapshots }: Streamed): Snapshot {
  const last = snapshots.at(-1);
  if (last === undefined) throw new Error("the stream ended without a mixture");
  return last;
}

/** Keeps what a stream gives out, and says how far it is. */
class Results {
  readonly #options: StreamOptions;
  readonly #context: Context;
  readonly #labels: Label[] = [];
  readonly #snapshots: Snapshot[] = [];
  readonly #start = performance.now();

  constructor(options: StreamOptions, context: Context) {
    this.#options = options;
    this.#context = context;
  }

  take(output: EmbeddedOutput): void {
    if (output.type === "labels") this.#label(parsed(output.records));
    if (output.type === "snapshots") this.#snapshots.push(...parsed<Snapshot>(output.records));
    const { messages } = this.#context;
    if (messages.live) messages.progress(this.#progress());
  }

  get outcome(): Streamed {
    return { labels: this.#labels, snapshots: this.#snapshots, seconds: this.#seconds };
  }

  get #seconds(): number {
    return (performance.now() - this.#start) / 1000;
  }

  #label(labels: readonly Label[]): void {
    const first = this.#labels.length === 0;
    this.#labels.push(...labels);
    if (first) this.#options.onFirstLabels?.(labels);
  }

  #progress(): string {
    const count = this.#labels.length;
    if (count === 0) return "warming up";
    const recent = this.#snapshots.at(-1)?.logLikelihood.recent;
    const foretold = typeof recent === "number" ? `, log-likelihood ${nats(recent, 2)}` : "";
    return `${grouped(count)} points labelled, ${grouped(count / this.#seconds)} points/s${foretold}`;
  }
}

function parsed<T>(records: readonly IncomingRecord[]): T[] {
  return records.flatMap(({ value }) => (value === null ? [] : [JSON.parse(textOf(value)) as T]));
}

function textOf({ buffer, byteLength, byteOffset }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("utf8");
}
