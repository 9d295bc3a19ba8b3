import type { Broker } from "../../../src/broker/broker.js";
import { assemble } from "../../../src/config/assemble.js";
import type { Config } from "../../../src/config/config-schema.js";
import type { Alert, Label } from "../../../src/format/records.js";
import { Learner } from "../../../src/learning/learner.js";
import { verifyJournal } from "../../../src/pipeline/journal/replay.js";
import { readState } from "../../../src/pipeline/state/read-state.js";
import { appTopics } from "../../../src/pipeline/topics.js";
import { entriesOf, genesisPositions, learnerDigest, recordText, textOf } from "../../support/history.js";
import type { Serials } from "../feed/serials.js";
import { Alerts } from "./alerts.js";
import { Ledger } from "./ledger.js";
import { RecordStream } from "./record-stream.js";
import { Refold } from "./refold.js";
import { Sample } from "./sample.js";
import { Violations } from "./violations.js";

/** What a finished history holds. */
export interface VerifiedHistory {
  readonly violations: readonly string[];
  readonly records: number;
  readonly points: number;
  readonly labels: number;
  readonly alerts: number;
  readonly deadLetters: number;
  readonly units: number;
  readonly snapshots: number;
  /** Labels recomputed from their snapshots by another formula. */
  readonly recomputed: number;
  /** Units and points that the product's own verification replayed. */
  readonly replayed: { readonly units: number; readonly points: number };
}

/** Judges a finished history from its topics alone, and from what the producers of the input know. */
export async function verify(
  broker: Broker,
  config: Config,
  truth: { readonly seed: number; readonly serials: Serials },
): Promise<VerifiedHistory> {
  const history = new History(broker, config, truth);
  await history.checkOutput();
  await history.checkOrder();
  await history.checkState();
  await history.checkReplay();
  return history.report();
}

class History {
  readonly #broker: Broker;
  readonly #parts: ReturnType<typeof assemble>;
  readonly #topics: ReturnType<typeof appTopics>;
  readonly #truth: { readonly seed: number; readonly serials: Serials };
  readonly #violations = new Violations();
  readonly #ledger = new Ledger(this.#violations);
  readonly #counts = {
    labels: 0,
    alerts: 0,
    units: 0,
    snapshots: 0,
    recomputed: 0,
    replayedUnits: 0,
    replayedPoints: 0,
  };
  #refold: Refold | undefined;
  #lastUnit = -1;

  constructor(broker: Broker, config: Config, truth: { readonly seed: number; readonly serials: Serials }) {
    this.#broker = broker;
    this.#parts = assemble(config);
    this.#topics = appTopics(config.app, config.source.topic);
    this.#truth = truth;
  }

  /** One label or dead letter for each committed record, and labels that are right. */
  async checkOutput(): Promise<void> {
    const { alerts, deadLetters, input, labels, snapshots } = this.#topics;
    await this.#ledger.readInput(this.#broker, input, await this.#partitions(input), this.#truth);
    const sample = new Sample(this.#truth.seed, this.#violations);
    const flagged = new Alerts(this.#violations);
    for (const record of await this.#all(snapshots)) sample.snapshot(record);
    await this.#each(labels, (value, partition) => {
      const label = value as Label;
      this.#counts.labels++;
      if (label.source.partition !== partition)
        this.#violations.add("label in the wrong partition", `${partition}: ${JSON.stringify(label)}`);
      this.#ledger.label(label.source as Parameters<Ledger["label"]>[0]);
      sample.label(label);
      flagged.label(label);
    });
    await this.#each(alerts!, (value, partition) => {
      this.#counts.alerts++;
      flagged.alert(value as Alert, partition);
    });
    flagged.close();
    for (const { headers } of await this.#all(deadLetters)) this.#ledger.deadLetter(textOf(headers["mixtide-source"]));
    this.#ledger.close();
    this.#counts.recomputed = sample.checked;
  }

  /** Everything again, in the order of the journal. */
  async checkOrder(): Promise<void> {
    const journal = await this.#all(this.#topics.journal);
    const entries = entriesOf(journal);
    this.#lastUnit = entries.at(-1)?.unit ?? -1;
    const options = { broker: this.#broker, parts: this.#parts, topics: this.#topics, violations: this.#violations };
    const refold = new Refold({ ...options, genesis: genesisPositions(journal) });
    for (const entry of entries) await refold.add(entry);
    await refold.close(await this.#partitions(this.#topics.labels));
    const found = (await this.#all(this.#topics.deadLetters)).map(recordText).sort();
    this.#compare("dead letters", found, refold.deadLetters.sort());
    const newest = (await this.#all(this.#topics.model)).at(-1);
    const last = (await this.#all(this.#topics.snapshots)).at(-1);
    this.#compare("model", [textOf(newest?.value)], [textOf(last?.value)]);
    this.#counts.units = entries.length;
    this.#counts.snapshots = refold.snapshots;
    this.#refold = refold;
  }

  /** The state is the fold of the journal, and its positions are the input's ends. */
  async checkState(): Promise<void> {
    const { input, state } = this.#topics;
    const stored = await readState(this.#broker, { topic: state, partition: 0 });
    const refold = this.#refold!;
    if (stored === undefined) return this.#violations.add("state", "there is none");
    const { manifest, sections } = stored;
    const learner = Learner.fromSections(sections, { fingerprint: this.#parts.learners.fingerprint });
    const found = { unit: manifest.unit, points: manifest.points, deadLetters: manifest.deadLetters };
    const due = { unit: this.#lastUnit, points: refold.learner.points, deadLetters: refold.deadLetters.length };
    this.#compare("state", [JSON.stringify(found)], [JSON.stringify(due)]);
    this.#compare("state's learner", [learnerDigest(learner)], [learnerDigest(refold.learner)]);
    for (let partition = 0; partition < (await this.#partitions(input)); partition++) {
      const { end } = await this.#broker.admin.bounds({ topic: input, partition });
      const positions = { state: manifest.positions[partition] ?? 0, journal: refold.positions.get(partition) ?? 0 };
      if (positions.state !== end || positions.journal !== end)
        this.#violations.add("position", `partition ${partition} ends at ${end}: ${JSON.stringify(positions)}`);
    }
  }

  /** What `mixtide replay --verify` does. */
  async checkReplay(): Promise<void> {
    const { decoder, learners } = this.#parts;
    const report = await verifyJournal({ broker: this.#broker, topics: this.#topics, decoder, learners }).catch(
      (error: Error) => error,
    );
    if (report instanceof Error) return this.#violations.add("replay", report.message);
    const { from, to, points, mismatch } = report;
    this.#counts.replayedUnits = to - from;
    this.#counts.replayedPoints = points;
    if (mismatch !== undefined || from !== 0 || to !== this.#lastUnit)
      this.#violations.add("replay", `of units 0 to ${this.#lastUnit}: ${JSON.stringify({ from, to, mismatch })}`);
  }

  report(): VerifiedHistory {
    const { replayedUnits, replayedPoints, ...counts } = this.#counts;
    const { deadLetters, points, records } = this.#ledger;
    const replayed = { units: replayedUnits, points: replayedPoints };
    return { violations: this.#violations.lines, records, points, deadLetters, ...counts, replayed };
  }

  #compare(what: string, found: readonly string[], due: readonly string[]): void {
    const at = Array.from({ length: Math.max(found.length, due.length) }, (_, i) => i).find((i) => found[i] !== due[i]);
    if (at !== undefined)
      this.#violations.add(
        what,
        `${found.length} where ${due.length} are due; number ${at} is ${found[at]}, due is ${due[at]}`,
      );
  }

  /** What every record of a topic says, in JSON. */
  async #each(topic: string, take: (value: unknown, partition: number) => void): Promise<void> {
    for (let partition = 0; partition < (await this.#partitions(topic)); partition++) {
      const stream = new RecordStream(this.#broker, topic, partition);
      for (let record = await stream.take(); record !== undefined; record = await stream.take())
        take(JSON.parse(textOf(record.value)), partition);
    }
  }

  async #partitions(topic: string): Promise<number> {
    return (await this.#broker.admin.partitionCounts([topic])).get(topic) ?? 0;
  }

  async #all(topic: string) {
    const records = [];
    for await (const piece of this.#broker.readToEnd({ topic, partition: 0 })) records.push(...piece);
    return records;
  }
}
