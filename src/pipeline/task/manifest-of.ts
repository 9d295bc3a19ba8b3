import { type ManifestFields, positionsRecord } from "../state/manifest.js";
import type { TaskContext } from "./context.js";
import type { TaskState } from "./task-state.js";

type ManifestContext = Pick<TaskContext, "app" | "task" | "client" | "topics" | "learners" | "replay">;

/** The manifest of a task's state as it is between two batches. */
export function manifestOf(context: ManifestContext, state: TaskState): Omit<ManifestFields, "sections"> {
  const { app, task, client, topics, learners } = context;
  return {
    app,
    task: task.name,
    clusterId: state.clusterId,
    client,
    input: topics.input,
    labels: topics.labels,
    fingerprint: learners.fingerprint,
    kernel: learners.kernel,
    unit: state.unit,
    positions: positionsRecord(state.learned),
    points: state.learner.points,
    deadLetters: state.deadLetters,
    skipped: state.skipped,
    published: state.published,
    events: state.events,
    replay: context.replay ?? null,
    promotion: state.promotion,
  };
}
