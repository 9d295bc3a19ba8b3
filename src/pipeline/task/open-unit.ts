import type { Outgoing } from "../../broker/broker.js";
import { appendInput, type JournalInput } from "../journal/entry.js";
import { recordBytes } from "./append.js";
import type { TaskContext } from "./context.js";
import { deadLetterRecord } from "./dead-letters.js";
import type { RejectedRecord } from "./decode-records.js";
import type { Labelled, LearnedBatch, Segment } from "./inputs.js";
import type { TaskState } from "./task-state.js";

/** The journal entry is one record: twice what an input takes in it, since a full unit still takes one batch a partition. */
const INPUT_BYTES = 160;

/** What of the context a unit depends on. */
type UnitContext = Pick<TaskContext, "topics" | "encoders" | "settings">;

/** A dead letter of the unit, to be told of once it is committed. */
export interface RejectedInput extends RejectedRecord {
  readonly partition: number;
}

/** What the next commit will hold: it grows with every learned batch and dies with the task. */
export class OpenUnit {
  readonly inputs: JournalInput[] = [];
  readonly labels = new Map<number, Outgoing[]>();
  readonly deadLetters = new Map<number, Outgoing[]>();
  readonly versionBefore: number;
  readonly pointsBefore: number;
  readonly rejected: RejectedInput[] = [];
  records = 0;
  labelCount = 0;
  bytes = 0;
  readonly #context: UnitContext;
  readonly #state: TaskState;

  constructor(context: UnitContext, state: TaskState) {
    this.#context = context;
    this.#state = state;
    this.versionBefore = state.learner.version;
    this.pointsBefore = state.learner.points;
  }

  get isEmpty(): boolean {
    return this.inputs.length === 0;
  }

  get points(): number {
    return this.#state.learner.points - this.pointsBefore;
  }

  get isFull(): boolean {
    const { commit, sizes } = this.#context.settings;
    const isLong = this.inputs.length * INPUT_BYTES >= sizes.send;
    return isLong || Math.max(this.points, this.records) >= commit.points || this.bytes >= commit.bytes;
  }

  addBatch({ batch, decoded, ...labelled }: LearnedBatch): void {
    const { partition, from, to } = batch;
    this.#advance({ partition, from, to }, "records");
    this.#state.ends.set(partition, batch.end);
    this.records += batch.records.length;
    this.#addLabels(labelled);
    for (const { record, error } of decoded.rejected) {
      this.#add(this.deadLetters, partition, deadLetterRecord(this.#context, partition, record, error));
      this.rejected.push({ partition, record, error });
    }
    this.#state.deadLetters += decoded.rejected.length;
  }

  addSkipped({ partition, from, to }: Segment): void {
    this.#advance({ partition, from, to }, "skipped");
    this.#state.skipped += to - from;
  }

  addFlush(labelled: Labelled): void {
    appendInput(this.inputs, { type: "flush" });
    this.#addLabels(labelled);
  }

  addPromotion(promotion: Extract<JournalInput, { type: "promotion" }>): void {
    appendInput(this.inputs, promotion);
  }

  #advance(segment: Segment, type: "records" | "skipped"): void {
    appendInput(this.inputs, { type, ...segment });
    this.#state.learned.set(segment.partition, segment.to);
  }

  #addLabels({ scored, origins }: Labelled): void {
    let start = 0;
    for (const run of origins) {
      this.#add(this.labels, run.partition, this.#context.encoders.labels(scored, start, run));
      start += run.count;
    }
    this.labelCount += start;
  }

  #add(records: Map<number, Outgoing[]>, partition: number, outgoing: Outgoing): void {
    const list = records.get(partition);
    if (list === undefined) records.set(partition, [outgoing]);
    else list.push(outgoing);
    this.bytes += recordBytes(outgoing);
  }
}
