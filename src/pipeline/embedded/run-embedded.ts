import { Subject } from "rxjs";
import type { Broker, OutgoingRecord, TopicPartition } from "../../broker/broker.js";
import type { RawRecord } from "../../format/decoder.js";
import type { Control } from "../control.js";
import type { CommittedEvent, PipelineEvent } from "../events.js";
import { type PipelineOptions, runPipeline } from "../run-pipeline.js";
import { type PipelineSettingsInput, pipelineSettings } from "../settings.js";
import { appTopics, topicSpecs } from "../topics.js";
import { Mailbox } from "./mailbox.js";
import { type Output, OutputReader } from "./output-reader.js";

/** What an embedded run gives out, in the order of its commits. */
export type EmbeddedOutput = Output | { readonly type: "event"; readonly event: PipelineEvent };

export interface EmbeddedOptions extends Omit<PipelineOptions, "controls$" | "settings"> {
  readonly settings?: Omit<PipelineSettingsInput, "from">;
  /** Records in pieces; the k-th of them all gets offset k of partition 0 of the topic `input`. */
  readonly records: AsyncIterable<readonly RawRecord[]>;
  /** Appends plain records to a partition of the memory broker that `broker` is connected to. */
  readonly produce: (topic: string, partition: number, records: readonly OutgoingRecord[]) => void;
  /** Input records that may be read but not given out yet; default 100,000. */
  readonly maxWaiting?: number;
  /** Stops reading: what was read is finished, committed and given out. */
  readonly signal?: AbortSignal;
}

/** A commit closes soon: nobody pays for a transaction in memory, and whoever reads along sees labels early. */
const COMMIT_INTERVAL_MS = 100;
const MAX_WAITING = 100_000;

/**
 * Runs the pipeline over a finite stream of records, without a broker outside of this process: the same task, journal
 * and transactions as on a real one, in bounded memory. Ends when everything was labelled and given out.
 *
 * @param sink takes results; the run goes no faster than it does.
 * @throws what the pipeline fails with, what reading the records fails with, or what the sink throws.
 */
export async function runEmbedded(
  options: EmbeddedOptions,
  sink: (output: EmbeddedOutput) => void | Promise<void>,
): Promise<void> {
  const { app, input, broker, settings } = options;
  const topics = appTopics(app, input, pipelineSettings.shape.alerts.parse(settings?.alerts));
  await broker.admin.createTopics([{ topic: input, partitions: 1, cleanup: "delete" }, ...topicSpecs(topics, 1, 1)]);
  const controls$ = new Subject<Control>();
  const events = new Mailbox<PipelineEvent>();
  const commit = { interval: COMMIT_INTERVAL_MS, ...settings?.commit };
  const pipeline = runPipeline({
    ...options,
    controls$,
    settings: { ...settings, commit, from: "earliest" },
  }).subscribe({
    next: (event) => events.put(event),
    error: (error) => events.fail(error),
    complete: () => events.close(),
  });
  const feeder = new Feeder(options, controls$);
  try {
    const reader = new OutputReader(broker, topics);
    const fed = feeder.run().catch((error) => events.fail(error));
    for await (const event of events) {
      await sink({ type: "event", event });
      if (event.type !== "committed") continue;
      for await (const output of reader.read()) await sink(output);
      await forget(broker, { topic: input, partition: 0 }, event);
      feeder.committed(event.positions.get(0) ?? 0);
    }
    await fed;
  } finally {
    feeder.stop();
    pipeline.unsubscribe();
  }
}

/** Frees what is learned: it lives on in the state. */
async function forget(broker: Broker, partition: TopicPartition, { positions }: CommittedEvent): Promise<void> {
  await broker.admin.deleteRecords(partition, positions.get(partition.partition) ?? 0);
}

/** Appends records to the input topic as fast as results are taken, then asks the pipeline to finish. */
class Feeder {
  readonly #options: EmbeddedOptions;
  readonly #controls$: Subject<Control>;
  #fed = 0;
  #committed = 0;
  #stopped = false;
  #wake: () => void = () => undefined;

  constructor(options: EmbeddedOptions, controls$: Subject<Control>) {
    this.#options = options;
    this.#controls$ = controls$;
  }

  async run(): Promise<void> {
    const { records, produce, input, signal, maxWaiting = MAX_WAITING } = this.#options;
    const abort = () => this.stop();
    signal?.addEventListener("abort", abort);
    if (signal?.aborted) this.stop();
    try {
      for await (const piece of records) {
        for (let from = 0; from < piece.length && !this.#stopped; from += maxWaiting) {
          const part = piece.slice(from, from + maxWaiting);
          produce(
            input,
            0,
            part.map(({ key, value, timestamp }) => ({ key, value, timestamp })),
          );
          this.#fed += part.length;
          await this.#until(() => this.#fed - this.#committed < maxWaiting);
        }
        if (this.#stopped) break;
      }
      await this.#until(() => this.#committed >= this.#fed);
    } finally {
      signal?.removeEventListener("abort", abort);
    }
    // Warm-up that never filled up, and the last short mini-batch.
    this.#controls$.next("flush");
    this.#controls$.next("stop");
  }

  /** The pipeline has learned and given out everything below `position`. */
  committed(position: number): void {
    this.#committed = position;
    this.#wake();
  }

  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  async #until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
