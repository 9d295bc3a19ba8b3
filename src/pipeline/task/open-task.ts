import type { Writer } from "../../broker/broker.js";
import { transactionalIdOf } from "../topics.js";
import type { TaskContext } from "./context.js";
import { genesis } from "./genesis.js";
import { prepare } from "./prepare.js";
import type { TaskState } from "./task-state.js";

/** A task that may work: others are fenced off, its state is the newest. */
export interface OpenTask {
  readonly writer: Writer;
  readonly state: TaskState;
  /** Who wrote the state that was found. */
  readonly predecessor: string | undefined;
}

/** Fence, then restore: in this order, or a predecessor commits after we have read. */
export async function openTask(context: TaskContext): Promise<OpenTask> {
  const { app, broker, task, scheduler, steps, emit } = context;
  const site = await prepare(context);
  const transactionalId = transactionalIdOf(app, task.name);
  const start = scheduler.now();
  const writer = await steps.fence(broker, transactionalId);
  emit({ type: "fenced-others", transactionalId, ms: scheduler.now() - start });
  try {
    const reading = scheduler.now();
    const restored = await steps.restore(context, site);
    if (restored === undefined) return { writer, state: await genesis(context, site, writer), predecessor: undefined };
    const { state, bytes, client } = restored;
    const { unit, learner, accepted } = state;
    const figures = { unit, points: learner.points, version: learner.version, bytes, ms: scheduler.now() - reading };
    emit({ type: "restored", ...figures, positions: new Map(accepted) });
    return { writer, state, predecessor: client };
  } catch (error) {
    await closeQuietly(writer);
    throw error;
  }
}

/** Closes a writer whose task is gone; it may be fenced or unreachable, and nothing depends on it. */
export async function closeQuietly(writer: Writer): Promise<void> {
  try {
    await writer.close();
  } catch {
    // Whoever takes the transactional id next ends what this writer left open.
  }
}
