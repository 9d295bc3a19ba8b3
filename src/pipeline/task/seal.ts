import type { CommittedEvent } from "../events.js";
import { checkpointRecords } from "../journal/checkpoint.js";
import { encodeEntry } from "../journal/entry.js";
import { stateChange } from "../state/changes.js";
import { combinedDigest, digestsOf } from "../state/digest.js";
import { isPending } from "../state/pending-origins.js";
import { type Append, recordBytes } from "./append.js";
import type { TaskContext } from "./context.js";
import { manifestOf } from "./manifest-of.js";
import type { OpenUnit, RejectedInput } from "./open-unit.js";
import { planSnapshot } from "./snapshots.js";
import type { TaskState } from "./task-state.js";

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
export function seal(context: TaskContext, state: TaskState, unit: OpenUnit, last = false): SealedUnit {
  const { topics, task, settings } = context;
  const { learner } = state;
  state.unit++;
  const snapshot = planSnapshot(context, state, last);
  const sections = new Map([...learner.toSections(), ...state.pending.toSections()]);
  const digests = digestsOf(sections);
  const manifest = manifestOf(context, state);
  const change = stateChange(state, sections, digests, manifest, settings.sizes.part, context.steps.sections);
  state.ledger = change.ledger;
  state.manifestParts = change.manifestParts;
  const entry = encodeEntry({
    unit: state.unit,
    inputs: unit.inputs,
    versions: [unit.versionBefore, learner.version],
    points: learner.points,
    digest: combinedDigest(new Map([...digests].filter(([name]) => !isPending(name)))),
  });
  const checkpoint = state.unit % settings.journal.checkpointEvery === 0;
  const journal = checkpoint
    ? [entry, ...checkpointRecords(sections, digests, manifest, settings.sizes.part)]
    : [entry];
  const results: Append[] = [
    ...[...unit.labels].map(([partition, records]) => ({ topic: topics.labels, partition, records })),
    ...deadLetterAppends(topics.deadLetters, state.deadLetterPartitions, unit),
  ];
  const bookkeeping: Append[] = [
    ...snapshot,
    { topic: topics.journal, partition: task.partition, records: journal },
    { topic: topics.state, partition: task.partition, records: change.records },
  ];
  const bytes = unit.bytes + bytesOf(bookkeeping.flatMap(({ records }) => records));
  const event = { ...committedEvent(state, unit), bytes, stateBytes: bytesOf(change.records) };
  return { appends: [...results, ...bookkeeping], event, rejected: unit.rejected };
}

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
    version: state.learner.version,
    positions: new Map(state.learned),
    ends: new Map(state.ends),
  };
}
