import type { IncomingRecord } from "../../../src/broker/broker.js";
import { MemoryCluster } from "../../../src/broker/memory/memory-cluster.js";
import { createDecoder } from "../../../src/format/create-decoder.js";
import type { RawRecord } from "../../../src/format/decoder.js";
import { PointLayout } from "../../../src/format/point-layout.js";
import { RecordEncoders } from "../../../src/format/record-encoders.js";
import type { Label, Snapshot } from "../../../src/format/records.js";
import { decoderSettings, labelSettings } from "../../../src/format/settings.js";
import { type EmbeddedOptions, type EmbeddedOutput, runEmbedded } from "../../../src/pipeline/embedded/run-embedded.js";
import { learnerFactory } from "../../../src/pipeline/learner-factory.js";

export interface Collected {
  readonly labels: Label[];
  readonly snapshots: Snapshot[];
  readonly deadLetters: IncomingRecord[];
}

export const record = (offset: number, text: string): RawRecord => ({
  offset,
  timestamp: Number.NaN,
  key: null,
  value: new TextEncoder().encode(text),
});

/** Texts as records, a few a piece. */
export async function* recordsOf(texts: readonly string[], piece = 500): AsyncGenerator<readonly RawRecord[]> {
  for (let from = 0; from < texts.length; from += piece)
    yield texts.slice(from, from + piece).map((text, i) => record(from + i, text));
}

/** Options of an embedded run of D = 2, K = 2, with a small warm-up. */
export function embeddedOptions(
  records: AsyncIterable<readonly RawRecord[]>,
  more: Partial<EmbeddedOptions> = {},
): EmbeddedOptions {
  const cluster = new MemoryCluster();
  const layout = new PointLayout({ columns: 2 });
  const { fingerprint } = layout.features;
  return {
    app: "test",
    input: "points",
    broker: cluster.connect({ clientId: "test" }),
    produce: (topic, partition, outgoing) => void cluster.produce(topic, partition, outgoing),
    records,
    decoder: createDecoder(layout, decoderSettings.parse({ maxMessageBytes: 1000, maxPointsPerMessage: 20 })),
    encoders: new RecordEncoders(layout.features, labelSettings.parse({ minimum: 0 })),
    learners: learnerFactory({ dimensions: 2, components: 2, warmup: 300, restarts: 2, fingerprint }),
    settings: { commit: { interval: 5, points: 500 }, snapshots: { every: 1 } },
    ...more,
  };
}

/** Runs to the end and keeps everything that came out. */
export async function collect(
  options: EmbeddedOptions,
  also: (output: EmbeddedOutput) => void | Promise<void> = () => undefined,
): Promise<Collected> {
  const out: Collected = { labels: [], snapshots: [], deadLetters: [] };
  await runEmbedded(options, async (output) => {
    if (output.type === "labels") out.labels.push(...output.records.map(parse<Label>));
    if (output.type === "snapshots") out.snapshots.push(...output.records.map(parse<Snapshot>));
    if (output.type === "dead-letters") out.deadLetters.push(...output.records);
    await also(output);
  });
  return out;
}

const parse = <T>({ value }: IncomingRecord): T => JSON.parse(new TextDecoder().decode(value!)) as T;
