import type { Writer } from "../../broker/broker.js";
import { transactionalIdOf, writtenTopics } from "../topics.js";
import { isRefusal, refuseAsOwner } from "./confirm-owner.js";
import type { TaskContext } from "./context.js";
import { genesis } from "./genesis.js";
import { prepare } from "./prepare.js";
import type { OpenedState } from "./task-state.js";

/** A task that may work: others are fenced off, its state is the newest. */
export interface OpenTask {
  readonly writer: Writer;
  readonly state: OpenedState;
  /** Who wrote the state that was found. */
  readonly predecessor: string | undefined;
}

/**
 * Fence, then restore: in this order, or a predecessor commits after we have read.
 *
 * @param abandoned whether the partitions went elsewhere meanwhile: whoever is not the owner any more must not fence.
 */
export async function openTask(context: TaskContext, abandoned: () => boolean): Promise<OpenTask> {
  const { app, broker, task, scheduler, steps, topics, emit } = context;
  const site = await prepare(context);
  if (abandoned()) throw new AbandonedError();
  const transactionalId = transactionalIdOf(app, task.name);
  const start = scheduler.now();
  const writer = await steps.fence(broker, transactionalId, writtenTopics(topics));
  emit({ type: "fenced-others", transactionalId, ms: scheduler.now() - start });
  if (abandoned()) {
    // Fencing may have taken long, and a large state takes long to read: nobody waits for it any more.
    await closeQuietly(writer);
    throw new AbandonedError();
  }
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
    await giveUp(context, writer, error);
    throw error;
  }
}

/** Nobody waits for the task any more, so nobody sees this. */
class AbandonedError extends Error {}

async function giveUp(context: TaskContext, writer: Writer, error: unknown): Promise<void> {
  try {
    if (isRefusal(error)) await refuseAsOwner(context, writer, error);
  } finally {
    await closeQuietly(writer);
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
