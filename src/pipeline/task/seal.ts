import type { OutgoingRecord } from "../../broker/broker.js";
import type { CommittedEvent } from "../events.js";
import { checkpointRecords } from "../journal/checkpoint.js";
import { encodeEntry, isPromotion } from "../journal/entry.js";
import type { LearnerAtRest } from "../ports/learner.js";
import { stateChange } from "../state/changes.js";
import { combinedDigest, digestsOf, type Sections } from "../state/digest.js";
import type { ManifestFields } from "../state/manifest.js";
import { isOfLearner } from "../state/section-names.js";
import { type Append, recordBytes } from "./append.js";
import type { TaskContext } from "./context.js";
import { manifestOf } from "./manifest-of.js";
import type { OpenUnit, RejectedInput } from "./open-unit.js";
import { planSnapshot } from "./snapshots.js";
import type { TaskState } from "./task-state.js";

/** What of the context a closed unit depends on. */
export type SealContext = Pick<
  TaskContext,
  "app" | "task" | "client" | "topics" | "encoders" | "learners" | "settings" | "steps" | "replay"
>;

/** A closed unit: everything its transaction appends. */
export interface SealedUnit {
  readonly appends: readonly Append[];
  readonly event: Omit<CommittedEvent, "ms">;
  readonly rejected: readonly RejectedInput[];
}

/**
 * Closes a unit: takes the state as it is between two batches, so that the next unit can grow while this one commits.
 *
 * @param last publish a snapshot even if the next one is not due yet.
 */
export function seal(context: SealContext, state: TaskState, unit: OpenUnit, last = false): SealedUnit {
  state.unit++;
  const snapshot = planSnapshot(context, state, last);
  const saved = save(context, state);
  const journal = { ...journalTopic(context), records: journalRecords(context, state, unit, saved) };
  const stored = { topic: context.topics.state, partition: context.task.partition, records: saved.records };
  const { alerts, deadLetters, labels } = context.topics;
  const results = [
    ...outputAppends(labels, unit.labels),
    ...(alerts === undefined ? [] : outputAppends(alerts, unit.alerts)),
    ...deadLetterAppends(deadLetters, state.deadLetterPartitions, unit),
  ];
  const bookkeeping: Append[] = [...snapshot, journal, stored];
  const bytes = unit.bytes + bytesOf(bookkeeping.flatMap(({ records }) => records));
  const event = { ...committedEvent(state, unit), bytes, stateBytes: bytesOf(saved.records) };
  return { appends: [...results, ...bookkeeping], event, rejected: unit.rejected };
}

/** The task's state, and the records that bring the state topic up to it. */
interface SavedState {
  readonly sections: Sections;
  readonly digests: ReadonlyMap<string, string>;
  readonly manifest: Omit<ManifestFields, "sections">;
  readonly records: readonly OutgoingRecord[];
}

function save(context: SealContext, state: TaskState): SavedState {
  const working = new Map([...state.learner.toSections(), ...state.pending.toSections()]);
  const sections = new Map([...working, ...state.kept.sections]);
  const digests = new Map([...digestsOf(working), ...state.kept.digests]);
  const manifest = manifestOf(context, state);
  const { part } = context.settings.sizes;
  const change = stateChange(state, sections, digests, manifest, part, context.steps.sections);
  state.ledger = change.ledger;
  state.manifestParts = change.manifestParts;
  return { sections, digests, manifest, records: change.records };
}

const journalTopic = ({ topics, task }: SealContext) => ({ topic: topics.journal, partition: task.partition });

/** The unit's entry and, every so many units or when a model was promoted, a checkpoint behind it. */
function journalRecords(
  { settings }: SealContext,
  state: TaskState,
  unit: OpenUnit,
  { sections, digests, manifest }: SavedState,
): OutgoingRecord[] {
  const entry = encodeEntry({
    unit: state.unit,
    inputs: unit.inputs,
    versions: [unit.versionBefore, state.learner.version],
    points: state.learner.points,
    digest: combinedDigest(new Map([...digests].filter(([name]) => isOfLearner(name)))),
  });
  if (state.unit % settings.journal.checkpointEvery !== 0 && !isPromotion(unit)) return [entry];
  return [entry, ...checkpointRecords(sections, digests, manifest, settings.sizes.part)];
}

/** To the partitions of the same numbers as the input's. */
const outputAppends = (topic: string, records: OpenUnit["labels"]): Append[] =>
  [...records].map(([partition, ofPartition]) => ({ topic, partition, records: ofPartition }));

/** Dead letters of several input partitions may share a partition: one append each, in order. */
function deadLetterAppends(topic: string, partitions: number, unit: OpenUnit): Append[] {
  const merged = new Map<number, Append["records"]>();
  for (const [input, records] of unit.deadLetters) {
    const partition = input % partitions;
    merged.set(partition, [...(merged.get(partition) ?? []), ...records]);
  }
  return [...merged].map(([partition, records]) => ({ topic, partition, records }));
}

const bytesOf = (records: Append["records"]): number => records.reduce((sum, record) => sum + recordBytes(record), 0);

function committedEvent(state: TaskState, unit: OpenUnit): Omit<SealedUnit["event"], "bytes" | "stateBytes"> {
  return {
    type: "committed",
    unit: state.unit,
    inputs: unit.inputs,
    records: unit.records,
    points: unit.points,
    labels: unit.labelCount,
    deadLetters: unit.rejected.length,
    anomalies: unit.anomalies,
    events: unit.events,
    version: state.learner.version,
    positions: new Map(state.learned),
    ends: new Map(state.ends),
    ...modelFigures(state.learner),
  };
}

function modelFigures(learner: LearnerAtRest): Pick<CommittedEvent, "model"> {
  const { mixture, logLikelihood, step, threshold } = learner;
  if (mixture === undefined) return {};
  const weights = Array.from(mixture.ids, (id, k) => ({ id, weight: mixture.weights[k]! }));
  return { model: { weights, logLikelihood, step, threshold } };
}
