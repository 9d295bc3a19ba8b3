import { NO_EVENTS } from "../state/pending-events.js";
import { utf8 } from "../text.js";
import type { Append } from "./append.js";
import type { TaskContext } from "./context.js";
import type { TaskState } from "./task-state.js";

/**
 * The snapshot that a commit publishes, if one is due: to the history of snapshots, and as the newest of its model.
 * Each names the one published before it and tells what happened since, without a gap, because both are kept in the
 * state.
 */
export function planSnapshot(
  context: Pick<TaskContext, "app" | "topics" | "settings" | "encoders">,
  state: TaskState,
  last: boolean,
): Append[] {
  const { events, learner, published } = state;
  const { app, topics, settings, encoders } = context;
  const mixture = learner.mixture;
  if (mixture === undefined || learner.version === published?.version) return [];
  const due = published === null || last || learner.points - published.points >= settings.snapshots.every;
  if (!due) return [];
  const record = encoders.snapshot({
    model: app,
    version: learner.version,
    previous: published?.version ?? null,
    points: learner.points,
    mixture,
    logLikelihood: learner.logLikelihood,
    events: events.list,
    eventsOmitted: events.omitted,
  });
  state.published = { version: learner.version, points: learner.points };
  state.events = NO_EVENTS;
  return [
    { topic: topics.snapshots, partition: 0, records: [record] },
    { topic: topics.model, partition: 0, records: [{ ...record, key: utf8(app) }] },
  ];
}
