import { TopicError } from "../errors.js";
import { checkPosition } from "./bounds.js";
import type { TaskContext } from "./context.js";
import type { TaskInput } from "./inputs.js";
import type { TaskState } from "./task-state.js";

type Offer = (input: TaskInput) => void;

/**
 * Takes the partitions of an assignment: grows the topics of labels and alerts first, checks every position against its log, and
 * seeks, because after each join fetching starts at the group's positions, which are not the truth.
 */
export async function takePartitions(
  context: TaskContext,
  state: TaskState,
  partitions: readonly number[],
  offer: Offer,
): Promise<void> {
  await context.steps.growOutputs(context, state);
  await Promise.all(
    partitions.map(async (partition) => {
      await settlePosition(context, state, partition, offer);
      context.source.seek({ topic: context.topics.input, partition }, state.accepted.get(partition)!);
    }),
  );
}

/** Labels and alerts go to the partition of the same number, so that partition has to exist before a record of it is accepted. */
export async function growOutputs({ broker, topics }: TaskContext, state: TaskState): Promise<void> {
  const outputs = topics.alerts === undefined ? [topics.labels] : [topics.labels, topics.alerts];
  const counts = await broker.admin.partitionCounts([topics.input, ...outputs]);
  const input = counts.get(topics.input) ?? 0;
  const known = Math.max(-1, ...state.accepted.keys()) + 1;
  if (input < known)
    throw new TopicError(
      `${topics.input} has ${input} partitions, but records of ${known} were learned: it was deleted and made anew. ` +
        "Begin anew with `mixtide state reset`, or under another app name",
    );
  for (const topic of outputs) if ((counts.get(topic) ?? 0) < input) await broker.admin.growTopic(topic, input);
}

/** Makes sure that the accepted position lies inside the log; a new partition is read from its first record. */
export async function settlePosition(
  { broker, topics, settings, emit }: TaskContext,
  state: TaskState,
  partition: number,
  offer: Offer,
): Promise<void> {
  const where = { topic: topics.input, partition };
  const asked = state.accepted.get(partition);
  const { start, end } = await broker.admin.bounds(where);
  // The position may have moved meanwhile: only what was asked before can be beyond the end, only what is now can be
  // overtaken.
  if ((asked ?? 0) > end) checkPosition(where, asked ?? 0, { start, end }, settings.retention);
  const position = state.accepted.get(partition) ?? 0;
  const next = checkPosition(where, position, { start, end: Math.max(end, position) }, settings.retention);
  if (asked === undefined) emit({ type: "partition-added", partition });
  state.accepted.set(partition, next);
  if (!state.learned.has(partition)) state.learned.set(partition, position);
  if (next === position) return;
  emit({ type: "retention-overtook", partition, from: position, to: next });
  offer({ type: "skipped", partition, from: position, to: next });
}
