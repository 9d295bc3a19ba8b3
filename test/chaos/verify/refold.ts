import type { Broker, OutgoingRecord } from "../../../src/broker/broker.js";
import { recordsOf } from "../../../src/broker/record-columns.js";
import type { Assembly } from "../../../src/config/assemble.js";
import { driftsBetweenPoints } from "../../../src/format/alerts-in.js";
import type { DecodedBatch } from "../../../src/format/decoded-batch.js";
import type { Learner } from "../../../src/learning/learner.js";
import type { ScoredBatch } from "../../../src/learning/scored-batch.js";
import { NO_EVENTS, type PendingEvents, withEvents } from "../../../src/pipeline/state/pending-events.js";
import { decodeRecords } from "../../../src/pipeline/task/decode-records.js";
import type { AppTopics } from "../../../src/pipeline/topics.js";
import { type Entry, learnerDigest, recordText, textOf } from "../../support/history.js";
import { RecordStream } from "./record-stream.js";
import type { Violations } from "./violations.js";

export interface RefoldOptions {
  readonly broker: Broker;
  readonly parts: Assembly;
  readonly topics: AppTopics;
  readonly genesis: ReadonlyMap<number, number>;
  readonly violations: Violations;
}

/**
 * The undisturbed run: one learner, fed in the order of the journal, that knows nothing of tasks, transactions and
 * state. Labels, alerts and snapshots in the topics have to be its own, byte for byte and in order.
 */
export class Refold {
  readonly positions = new Map<number, number>();
  readonly deadLetters: string[] = [];
  readonly learner: Learner;
  labels = 0;
  alerts = 0;
  snapshots = 0;
  readonly #options: RefoldOptions;
  readonly #inputs = new Map<number, RecordStream>();
  readonly #labels = new Map<number, RecordStream>();
  readonly #alerts = new Map<number, RecordStream>();
  readonly #published: RecordStream;
  /** Topics and partitions that differ already: what follows would differ, too. */
  readonly #off = new Set<string>();
  #previous: number | null = null;
  #events: PendingEvents = NO_EVENTS;
  #waiting: DecodedBatch[] = [];
  #unit = 0;

  constructor(options: RefoldOptions) {
    this.#options = options;
    this.learner = options.parts.learners.create() as Learner;
    this.#published = new RecordStream(options.broker, options.topics.snapshots, 0);
  }

  async add(entry: Entry): Promise<void> {
    if (entry.unit !== this.#unit) this.#fail("journal", `unit ${entry.unit} where ${this.#unit} was due`);
    this.#unit = entry.unit + 1;
    const before = this.learner.version;
    for (const input of entry.inputs) {
      if (input.type === "flush") await this.#label(this.learner.flush());
      else await this.#advance(input);
    }
    const { version, points } = this.learner;
    const expected = JSON.stringify({ versions: [before, version], points, digest: learnerDigest(this.learner) });
    const found = JSON.stringify({ versions: entry.versions, points: entry.points, digest: entry.digest });
    if (expected !== found) this.#fail("unit", `${entry.unit}: journal ${found}, refold ${expected}`);
    await this.#compareSnapshot();
  }

  /** Whatever the topics hold beyond the journal. */
  async close(partitions: number): Promise<void> {
    for (let partition = 0; partition < partitions; partition++)
      for (const output of ["labels", "alerts"] as const) {
        const rest = await this.#outputOf(output, partition).peek();
        if (rest !== undefined && !this.#off.has(`${output}/${partition}`))
          this.#fail(output, `partition ${partition} goes on at ${rest.offset}: ${textOf(rest.value)}`);
      }
    const rest = await this.#published.peek();
    if (rest !== undefined) this.#fail("snapshots", `the journal knows nothing of ${textOf(rest.value).slice(0, 200)}`);
  }

  async #advance({ type, partition, from, to }: Entry["inputs"][number]): Promise<void> {
    const { genesis, parts, topics } = this.#options;
    const position = this.positions.get(partition) ?? genesis.get(partition) ?? 0;
    const what = `partition ${partition}: [${from}, ${to})`;
    if (from !== position || to < from) this.#fail("journal", `${what} was learned at position ${position}`);
    if (type === "skipped") this.#fail("journal", `${what} was skipped`);
    this.positions.set(partition, to);
    const records = await this.#inputOf(partition).takeUpTo(to);
    const source = { topic: topics.input, partition, dimensions: parts.learners.dimensions };
    const { points, rejected } = decodeRecords(parts.decoder, source, records);
    for (const { record, error } of rejected)
      this.deadLetters.push(recordText(parts.encoders.deadLetter(source, record, error)));
    this.#waiting.push(points);
    await this.#label(this.learner.learn(points.points()));
  }

  async #label(scored: ScoredBatch): Promise<void> {
    const { encoders, settings } = this.#options.parts;
    this.#events = withEvents(this.#events, scored.events);
    for (const drift of settings.alerts.drift ? driftsBetweenPoints(scored) : [])
      await this.#compare("alerts", 0, [encoders.driftAlert(drift)]);
    for (let start = 0; start < scored.count; ) {
      const batch = this.#waiting.shift()!;
      const alerts = encoders.alerts(scored, start, batch, settings.alerts);
      await this.#compare("labels", batch.partition, recordsOf([encoders.labels(scored, start, batch)]));
      if (alerts !== undefined) await this.#compare("alerts", batch.partition, recordsOf([alerts]));
      start += batch.count;
    }
  }

  async #compare(output: "alerts" | "labels", partition: number, records: readonly OutgoingRecord[]): Promise<void> {
    const where = `${output}/${partition}`;
    const stream = this.#outputOf(output, partition);
    this[output] += records.length;
    for (const record of this.#off.has(where) ? [] : records) {
      const found = await stream.take();
      const due = recordText(record);
      if (found !== undefined && recordText(found) === due) continue;
      this.#off.add(where);
      const offset = found === undefined ? "the end" : found.offset;
      this.#fail(output, `partition ${partition} at ${offset} is ${found && recordText(found)}, due is ${due}`);
      return;
    }
  }

  /**
   * A snapshot is published at the end of a unit, if at all: of the unit with its count of points, which need not be the
   * first with its version.
   */
  async #compareSnapshot(): Promise<void> {
    const { mixture, version, points, logLikelihood } = this.learner;
    const next = await this.#published.peek();
    if (next === undefined || mixture === undefined) return;
    const published = JSON.parse(textOf(next.value)) as { readonly version: number; readonly points: number };
    if (published.version > version || published.points > points) return;
    await this.#published.take();
    this.snapshots++;
    const { encoders } = this.#options.parts;
    const { app } = this.#options.parts;
    const { list: events, omitted: eventsOmitted } = this.#events;
    const learned = { version, points, mixture, logLikelihood, events, eventsOmitted };
    const due = encoders.snapshot({ model: app, previous: this.#previous, ...learned });
    this.#previous = version;
    this.#events = NO_EVENTS;
    if (textOf(next.value) !== textOf(due.value))
      this.#fail("snapshots", `${next.offset} is ${textOf(next.value)}, due is ${textOf(due.value)}`);
  }

  #inputOf(partition: number): RecordStream {
    return this.#streamOf(this.#inputs, this.#options.topics.input, partition);
  }

  #outputOf(output: "alerts" | "labels", partition: number): RecordStream {
    const { alerts, labels } = this.#options.topics;
    if (output === "labels") return this.#streamOf(this.#labels, labels, partition);
    return this.#streamOf(this.#alerts, alerts!, partition);
  }

  #streamOf(streams: Map<number, RecordStream>, topic: string, partition: number): RecordStream {
    const stream = streams.get(partition) ?? new RecordStream(this.#options.broker, topic, partition);
    streams.set(partition, stream);
    return stream;
  }

  #fail(kind: string, example: string): void {
    this.#options.violations.add(kind, example);
  }
}
