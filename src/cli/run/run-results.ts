import type { IncomingRecord } from "../../broker/broker.js";
import type { Snapshot } from "../../format/records.js";
import type { EmbeddedOutput } from "../../pipeline/embedded/run-embedded.js";
import type { CommittedEvent, PipelineEvent } from "../../pipeline/events.js";
import type { Context } from "../context.js";
import { DeadLetters } from "../dead-letters.js";
import { FileOutput } from "../file-output.js";
import { linesOf } from "../lines-of.js";
import { grouped, nats } from "../terminal/numbers.js";
import type { RunOptions } from "./run-options.js";

/** What a run came to. */
export interface RunSummary {
  readonly points: number;
  readonly labels: number;
  readonly deadLetters: number;
  /** Points that were flagged as unusual. */
  readonly anomalies: number;
  /** How often what happened to the mixture, by kind. */
  readonly events: Readonly<Record<string, number>>;
  /** Of the newest mixture; −1 = there is none. */
  readonly version: number;
  /** Prequential, nats a point: every point before it was learned. */
  readonly logLikelihood: { readonly mean: number | null; readonly recent: number | null };
  readonly seconds: number;
}

/** Takes what a run gives out: labels, snapshots and dead letters where they belong, progress to the terminal. */
export class RunResults {
  readonly #context: Context;
  readonly #labels: FileOutput | Context["out"];
  readonly #alerts: FileOutput | undefined;
  readonly #snapshots: FileOutput | undefined;
  readonly #deadLetters: DeadLetters;
  readonly #start = performance.now();
  #points = 0;
  #labelled = 0;
  #anomalies = 0;
  readonly #events: Record<string, number> = {};
  #snapshot: Snapshot | undefined;

  constructor(options: Pick<RunOptions, "labels" | "alerts" | "snapshots" | "deadLetters">, context: Context) {
    this.#context = context;
    this.#labels = options.labels === undefined ? context.out : new FileOutput(options.labels);
    this.#alerts = options.alerts === undefined ? undefined : new FileOutput(options.alerts);
    this.#snapshots = options.snapshots === undefined ? undefined : new FileOutput(options.snapshots);
    this.#deadLetters = new DeadLetters(options.deadLetters);
  }

  async take(output: EmbeddedOutput): Promise<void> {
    switch (output.type) {
      case "labels":
        this.#labelled += output.records.length;
        return await this.#labels.write(linesOf(valuesOf(output.records)));
      case "alerts":
        return await this.#alerts?.write(linesOf(valuesOf(output.records)));
      case "snapshots":
        return await this.#publish(valuesOf(output.records));
      case "dead-letters":
        return await this.#deadLetters.add(output.records);
      case "event":
        return this.#tell(output.event);
    }
  }

  /** Closes files, sums up dead letters. */
  async close(): Promise<void> {
    if (this.#labels instanceof FileOutput) await this.#labels.close();
    await this.#alerts?.close();
    await this.#snapshots?.close();
    await this.#deadLetters.close(this.#context.messages);
  }

  get summary(): RunSummary {
    return {
      points: this.#points,
      labels: this.#labelled,
      deadLetters: this.#deadLetters.count,
      anomalies: this.#anomalies,
      events: this.#events,
      version: this.#snapshot?.version ?? -1,
      logLikelihood: this.#snapshot?.logLikelihood ?? { mean: null, recent: null },
      seconds: (performance.now() - this.#start) / 1000,
    };
  }

  async #publish(snapshots: readonly Uint8Array[]): Promise<void> {
    await this.#snapshots?.write(linesOf(snapshots));
    const newest = snapshots.at(-1);
    if (newest !== undefined) this.#snapshot = JSON.parse(Buffer.from(newest).toString("utf8")) as Snapshot;
  }

  #tell(event: PipelineEvent): void {
    const { messages } = this.#context;
    if (event.type === "committed") this.#count(event);
    if (event.type === "trouble" || event.type === "dropped") messages.warn(event.error.message);
    if (event.type === "warming-up")
      messages.progress(`warming up: ${grouped(event.points)} of ${grouped(event.of)} points`);
    else if (event.type === "committed") messages.progress(this.#progress());
  }

  #count({ anomalies, events, points }: CommittedEvent): void {
    this.#points += points;
    this.#anomalies += anomalies;
    for (const { kind } of events) this.#events[kind] = (this.#events[kind] ?? 0) + 1;
  }

  #progress(): string {
    const { labels, logLikelihood, points, seconds } = this.summary;
    const recent = logLikelihood.recent === null ? "" : `, log-likelihood ${nats(logLikelihood.recent)} a point`;
    return `${grouped(points)} points, ${grouped(labels)} labels, ${grouped(points / seconds)} points/s${recent}`;
  }
}

function valuesOf(records: readonly IncomingRecord[]): Uint8Array[] {
  return records.flatMap(({ value }) => (value === null ? [] : [value]));
}
