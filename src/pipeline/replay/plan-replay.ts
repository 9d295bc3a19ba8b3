import type { Broker, TopicPartition } from "../../broker/broker.js";
import { RefusedError, TopicError } from "../errors.js";
import { readState } from "../state/read-state.js";
import { appTopics, TASK_ALL } from "../topics.js";
import type { ReplayBounds } from "./replay-bounds.js";

export interface ReplayRequest {
  /** Name of the replay: prefix of its own topics. */
  readonly app: string;
  /** Input topic. */
  readonly input: string;
  readonly broker: Broker;
  readonly from: ReplayBounds["from"];
  readonly to: ReplayBounds["to"];
}

/** What a replay will read. */
export interface ReplayPlan {
  readonly bounds: ReplayBounds;
  /** Where it goes on, by input partition; undefined = it has not begun. */
  readonly resumed: ReadonlyMap<number, number> | undefined;
}

/**
 * The bounds of a replay: those in its state when it has begun before, else resolved now.
 *
 * @throws RefusedError when an app of that name lives on live input, or replays something else; TopicError when there
 *   is no input topic.
 */
export async function planReplay(request: ReplayRequest): Promise<ReplayPlan> {
  const { app, broker, from, input, to } = request;
  const { state } = appTopics(app, input);
  const counts = await broker.admin.partitionCounts([input, state]);
  const partitions = counts.get(input);
  if (partitions === undefined) throw new TopicError(`input topic ${input} does not exist`);
  const stored = counts.has(state)
    ? await readState(broker, { topic: state, partition: TASK_ALL.partition })
    : undefined;
  if (stored === undefined) return { bounds: await resolveBounds(request, partitions), resumed: undefined };
  const { positions, replay } = stored.manifest;
  if (replay === null)
    throw new RefusedError(`${app} is an app that learns from live input: give the replay a name of its own`);
  if (replay.from !== from || replay.to !== to)
    throw new RefusedError(
      `${app} is a replay from ${timeText(replay.from)} to ${timeText(replay.to)}: go on with these, or give the new replay ` +
        "another name",
    );
  const resumed = new Map(Object.entries(positions).map(([partition, offset]) => [Number(partition), offset]));
  return { bounds: replay, resumed };
}

const timeText = (time: number | string): string => (typeof time === "number" ? new Date(time).toISOString() : time);

async function resolveBounds({ broker, from, input, to }: ReplayRequest, partitions: number): Promise<ReplayBounds> {
  const of = <T>(work: (partition: TopicPartition) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: partitions }, (_, partition) => work({ topic: input, partition })));
  const bounds = await of((partition) => broker.admin.bounds(partition));
  const at = (time: number) => of((partition) => broker.admin.offsetAt(partition, time));
  const begins = from === "earliest" ? undefined : await at(from);
  const finishes = to === "now" ? undefined : await at(to);
  // Records may arrive or expire between two questions: one answer for all of them, and never an end before its start.
  const ends = bounds.map(({ end }, p) => Math.min(end, finishes?.[p] ?? end));
  const starts = bounds.map(({ start }, p) => Math.min(ends[p]!, Math.max(start, begins?.[p] ?? start)));
  return { from, to, starts, ends: ends.map((end, p) => Math.max(end, starts[p]!)) };
}
