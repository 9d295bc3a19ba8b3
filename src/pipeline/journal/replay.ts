import type { Broker, TopicPartition } from "../../broker/broker.js";
import { drive } from "../../em/drive.js";
import type { Decoder } from "../../format/decoder.js";
import { StateError } from "../../learning/state-error.js";
import type { LearnerFactory, StreamLearner } from "../ports/learner.js";
import { combinedDigest, digestsOf } from "../state/digest.js";
import { positionsOf } from "../state/manifest.js";
import { ofLearner } from "../state/section-names.js";
import { decodeRecords } from "../task/decode-records.js";
import type { AppTopics } from "../topics.js";
import { isPromotion, type JournalEntry, type JournalInput } from "./entry.js";
import { InputReader } from "./input-reader.js";
import { InputSpan, type Ranges } from "./input-span.js";
import { type Checkpoint, type JournalItem, readJournal } from "./read-journal.js";

export interface ReplayOptions {
  readonly broker: Broker;
  readonly topics: Pick<AppTopics, "input" | "journal">;
  /** The task's partition of the journal; default 0. */
  readonly partition?: number;
  readonly decoder: Decoder;
  readonly learners: LearnerFactory;
  /** Called after every unit. */
  readonly progress?: (unit: ReplayedUnit) => void;
}

/** What a verification found. */
export interface ReplayReport {
  /** Units replayed: after the checkpoint of unit `from`, up to unit `to`, both with what was learned by then. */
  readonly from: number;
  readonly to: number;
  readonly points: number;
  /** Models that were promoted, or put back, among these units. */
  readonly promotions: number;
  /** Input offsets [from, to) that were replayed, by partition. */
  readonly span: Ranges;
  /** The first unit after which history and replay differ. */
  readonly mismatch?: { readonly unit: number; readonly journal: string; readonly replayed: string };
}

/** One unit lived through again. */
export interface ReplayedUnit {
  readonly entry: JournalEntry;
  /** Digest of the replayed learner after the unit. */
  readonly digest: string;
  readonly points: number;
}

/**
 * Feeds history in journal order, from the oldest checkpoint since the last reset whose input still exists, and compares
 * the learner's digest after every unit.
 *
 * @throws StateError when there is no such checkpoint or the journal has a gap.
 */
export async function verifyJournal(options: ReplayOptions): Promise<ReplayReport> {
  const start = await findStart(options);
  const from = start.checkpoint.manifest.unit;
  let to = from;
  let points = 0;
  let promotions = 0;
  const span = new InputSpan(positionsOf(start.checkpoint.manifest));
  const soFar = () => ({ from, to, points, promotions, span: span.ranges });
  for await (const unit of replayJournal(options, start)) {
    const { digest, entry } = unit;
    if (digest !== entry.digest)
      return { ...soFar(), mismatch: { unit: entry.unit, journal: entry.digest, replayed: digest } };
    to = entry.unit;
    points += unit.points;
    if (isPromotion(entry)) promotions++;
    span.add(entry.inputs);
    options.progress?.(unit);
  }
  return soFar();
}

interface Start {
  /** Of the checkpoint, in the journal. */
  readonly offset: number;
  readonly checkpoint: Checkpoint;
}

/**
 * Lives through the journal again, unit by unit. Input cannot tell what a promotion brought in: the checkpoint that was
 * committed with it holds that learner, whose digest the entry names.
 */
async function* replayJournal(options: ReplayOptions, start: Start): AsyncGenerator<ReplayedUnit> {
  const replay = new Replay(options);
  replay.begin(start.checkpoint);
  let promoted: JournalEntry | undefined;
  try {
    for await (const item of readJournal(options.broker, journalOf(options), start.offset)) {
      if (promoted !== undefined) {
        yield replay.promote(promoted, item);
        promoted = undefined;
        continue;
      }
      // A checkpoint is the state after its unit, or begins another history: a state was imported or reset.
      if (item.type === "checkpoint") replay.begin(item.checkpoint);
      else if (isPromotion(item.entry)) promoted = item.entry;
      else if (item.entry.unit > 0) yield await replay.live(item.entry);
    }
    if (promoted !== undefined) throw incomplete(promoted);
  } finally {
    await replay.close();
  }
}

class Replay {
  readonly #options: ReplayOptions;
  readonly #input: InputReader;
  #learner: StreamLearner;
  #unit = 0;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#input = new InputReader(options.broker, options.topics.input);
    this.#learner = options.learners.create();
  }

  begin({ manifest, sections }: Checkpoint): void {
    this.#learner = this.#options.learners.adopt(ofLearner(sections));
    this.#unit = manifest.unit;
  }

  async live(entry: JournalEntry): Promise<ReplayedUnit> {
    this.#enter(entry);
    const before = this.#learner.points;
    for (const input of entry.inputs) await this.#give(input);
    return { entry, digest: this.#digest(), points: this.#learner.points - before };
  }

  /** @param next what follows the entry in the journal. */
  promote(entry: JournalEntry, next: JournalItem): ReplayedUnit {
    this.#enter(entry);
    if (next.type !== "checkpoint" || next.checkpoint.manifest.unit !== entry.unit) throw incomplete(entry);
    this.begin(next.checkpoint);
    return { entry, digest: this.#digest(), points: 0 };
  }

  #enter({ unit }: JournalEntry): void {
    if (unit !== this.#unit + 1) throw new StateError(`the journal has a gap: unit ${unit} follows ${this.#unit}`);
    this.#unit = unit;
  }

  #digest(): string {
    return combinedDigest(digestsOf(this.#learner.toSections()));
  }

  close(): Promise<void> {
    return this.#input.close();
  }

  async #give(input: JournalInput): Promise<void> {
    if (input.type === "flush") drive(this.#learner.flushInSlices());
    if (input.type !== "records") return;
    const { topics, decoder, learners } = this.#options;
    const source = { topic: topics.input, partition: input.partition, dimensions: learners.dimensions };
    for await (const records of this.#input.read(input.partition, input.from, input.to))
      drive(this.#learner.learnInSlices(decodeRecords(decoder, source, records).points.points()));
  }
}

const incomplete = ({ unit }: JournalEntry): StateError =>
  new StateError(`the journal lacks the model that unit ${unit} promoted`);

const journalOf = ({ topics, partition = 0 }: ReplayOptions): TopicPartition => ({ topic: topics.journal, partition });

/**
 * The oldest checkpoint after which no input is missing, in the newest history: whoever has reset the state may have
 * made the input anew, and then the same offsets are other records.
 */
async function findStart(options: ReplayOptions): Promise<Start> {
  const { broker, topics } = options;
  const partitions = (await broker.admin.partitionCounts([topics.input])).get(topics.input) ?? 0;
  const bounds = Array.from({ length: partitions }, (_, partition) =>
    broker.admin.bounds({ topic: topics.input, partition }),
  );
  const starts = (await Promise.all(bounds)).map(({ start }) => start);
  let oldest: Start | undefined;
  for await (const item of readJournal(broker, journalOf(options))) {
    if (item.type === "checkpoint") oldest ??= reaches(item.checkpoint, starts) ? item : undefined;
    else if (item.entry.unit === 0) oldest = undefined;
  }
  if (oldest !== undefined) return oldest;
  throw new StateError(
    `${topics.journal} has no checkpoint whose input still exists in ${topics.input}: nothing can be verified. Give the ` +
      "input a longer retention, or take checkpoints more often (journal.checkpointEvery)",
  );
}

/** A partition that the checkpoint does not know yet was read from its first record later on. */
function reaches({ manifest }: Checkpoint, starts: readonly number[]): boolean {
  const positions = positionsOf(manifest);
  return starts.every((start, partition) => (positions.get(partition) ?? 0) >= start);
}
