import type { Outgoing } from "../../broker/broker.js";
import { driftsBetweenPoints } from "../../format/alerts-in.js";
import { flaggedIn } from "../../format/flagged.js";
import type { Origins } from "../../format/origins.js";
import type { LearnerEvent } from "../../learning/learner-event.js";
import type { LabelledBatch } from "../../learning/scored-batch.js";
import { appendInput, type JournalInput } from "../journal/entry.js";
import { withEvents } from "../state/pending-events.js";
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
  readonly alerts = new Map<number, Outgoing[]>();
  readonly deadLetters = new Map<number, Outgoing[]>();
  readonly versionBefore: number;
  readonly pointsBefore: number;
  readonly rejected: RejectedInput[] = [];
  readonly events: LearnerEvent[] = [];
  records = 0;
  labelCount = 0;
  /** Flagged points. */
  anomalies = 0;
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
    const { encoders } = this.#context;
    this.#addEvents(scored);
    let start = 0;
    for (const run of origins) {
      this.#add(this.labels, run.partition, encoders.labels(scored, start, run));
      this.#addAlerts(scored, start, run);
      start += run.count;
    }
    this.labelCount += start;
    this.anomalies += flaggedIn(scored, 0, scored.count).length;
  }

  #addAlerts(scored: LabelledBatch, start: number, run: Origins): void {
    const { encoders, settings, topics } = this.#context;
    const alerts = topics.alerts && encoders.alerts(scored, start, run, settings.alerts);
    if (alerts) this.#add(this.alerts, run.partition, alerts);
  }

  /** A drift that was noticed at no point is told in the partition that is always there. */
  #addEvents(scored: LabelledBatch): void {
    const { encoders, settings, topics } = this.#context;
    if (scored.events.length === 0) return;
    this.#state.events = withEvents(this.#state.events, scored.events);
    this.events.push(...scored.events);
    if (topics.alerts === undefined || !settings.alerts.drift) return;
    for (const drift of driftsBetweenPoints(scored)) this.#add(this.alerts, 0, encoders.driftAlert(drift));
  }

  #add(records: Map<number, Outgoing[]>, partition: number, outgoing: Outgoing): void {
    const list = records.get(partition);
    if (list === undefined) records.set(partition, [outgoing]);
    else list.push(outgoing);
    this.bytes += recordBytes(outgoing);
  }
}
