import type { IncomingRecord, Outgoing } from "../../src/broker/broker.js";
import { recordsOf } from "../../src/broker/record-columns.js";
import { driftsBetweenPoints } from "../../src/format/alerts-in.js";
import { DecodeError } from "../../src/format/decode-error.js";
import { DecodedBatch } from "../../src/format/decoded-batch.js";
import { lifecycleEvent } from "../../src/format/lifecycle-event.js";
import { Learner } from "../../src/learning/learner.js";
import type { ScoredBatch } from "../../src/learning/scored-batch.js";
import { type Entry, learnerDigest, recordText } from "../support/history.js";
import { DIMENSIONS, mixtureText, simulationDecoder, simulationEncoders } from "./codec.js";
import { eventful } from "./eventful.js";
import { INPUT, type World } from "./world.js";

/**
 * The undisturbed run: one learner, fed record by record in the order of the journal, that knows nothing of tasks,
 * transactions and state. Whatever the pipeline did under whatever trouble has to be the same, bit for bit.
 */
export class Refold {
  readonly violations: string[] = [];
  readonly positions = new Map<number, number>();
  readonly labels = new Map<number, string[]>();
  readonly alerts = new Map<number, string[]>();
  readonly deadLetters: string[] = [];
  /** What happened to the mixture, in order. */
  readonly events: string[] = [];
  /** Mixtures at the ends of units, by version. */
  readonly mixtures = new Map<number, string>();
  readonly learner: Learner;
  points = 0;
  skipped = 0;
  readonly #world: World;
  readonly #genesis: ReadonlyMap<number, number>;
  readonly #inputs = new Map<number, readonly IncomingRecord[]>();
  #waiting: DecodedBatch[] = [];
  #unit = 0;

  /** @param genesis positions that the first unit resolved. */
  constructor(world: World, genesis: ReadonlyMap<number, number>) {
    this.#world = world;
    this.#genesis = genesis;
    this.learner = new Learner({ dimensions: DIMENSIONS, components: 2, restarts: 1, ...world.scenario.learner });
  }

  add(entry: Entry): void {
    if (entry.unit !== this.#unit) this.violations.push(`journal: unit ${entry.unit} where ${this.#unit} was due`);
    this.#unit = entry.unit + 1;
    const before = this.learner.version;
    for (const input of entry.inputs) {
      if (input.type === "flush") this.#label(() => this.learner.flush());
      else this.#advance(input);
    }
    const { version, points, mixture } = this.learner;
    if (mixture !== undefined) this.mixtures.set(version, mixtureText(mixture));
    const expected = { versions: [before, version], points, digest: learnerDigest(this.learner) };
    const found = { versions: entry.versions, points: entry.points, digest: entry.digest };
    if (JSON.stringify(expected) !== JSON.stringify(found))
      this.violations.push(`unit ${entry.unit}: journal ${JSON.stringify(found)}, refold ${JSON.stringify(expected)}`);
  }

  #advance({ type, partition, from, to }: Entry["inputs"][number]): void {
    const position = this.positions.get(partition) ?? this.#beginning(partition);
    if (from !== position || to < from)
      this.violations.push(`partition ${partition}: [${from}, ${to}) was learned at position ${position}`);
    this.positions.set(partition, to);
    const records = this.#input(partition).filter(({ offset }) => offset >= from && offset < to);
    if (type === "records") for (const record of records) this.#learn(partition, record);
    else this.#skip(partition, to, records.length);
  }

  /** Whatever retention had left when `earliest` was resolved; a later partition from its first record. */
  #beginning(partition: number): number {
    const position = this.#genesis.get(partition) ?? 0;
    const { start } = this.#world.cluster.inspect(INPUT, partition);
    if (this.#world.scenario.from === "earliest" && position > start)
      this.violations.push(`partition ${partition}: began at ${position} though records from ${start} on exist`);
    return position;
  }

  #input(partition: number): readonly IncomingRecord[] {
    const records = this.#inputs.get(partition) ?? this.#world.input.records(partition);
    this.#inputs.set(partition, records);
    return records;
  }

  #skip(partition: number, to: number, records: number): void {
    this.skipped += records;
    const { start } = this.#world.cluster.inspect(INPUT, partition);
    if (to > start) this.violations.push(`partition ${partition}: skipped up to ${to}, but the log begins at ${start}`);
  }

  #learn(partition: number, record: IncomingRecord): void {
    const batch = new DecodedBatch(DIMENSIONS, INPUT, partition, 8);
    try {
      simulationDecoder.decode(record, batch);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.deadLetters.push(recordText(simulationEncoders.deadLetter({ topic: INPUT, partition }, record, error)));
      return;
    }
    this.#waiting.push(batch);
    this.#label(() => this.learner.learn(batch.points()));
  }

  #label(learn: () => ScoredBatch): void {
    const before = this.learner.version;
    const scored = eventful(learn(), before, this.learner.version);
    this.#tell(scored);
    for (let start = 0; start < scored.count; ) {
      const batch = this.#waiting.shift()!;
      const alerts = simulationEncoders.alerts(scored, start, batch, this.#world.scenario.alerts);
      add(this.labels, batch.partition, simulationEncoders.labels(scored, start, batch));
      if (alerts !== undefined) add(this.alerts, batch.partition, alerts);
      start += batch.count;
      this.points += batch.count;
    }
  }

  #tell(scored: ScoredBatch): void {
    this.events.push(...scored.events.map((event) => JSON.stringify(lifecycleEvent(event))));
    if (!this.#world.scenario.alerts.drift) return;
    for (const drift of driftsBetweenPoints(scored)) add(this.alerts, 0, simulationEncoders.driftAlert(drift));
  }
}

function add(texts: Map<number, string[]>, partition: number, records: Outgoing): void {
  const list = texts.get(partition) ?? [];
  texts.set(partition, list);
  list.push(...recordsOf([records]).map(recordText));
}
