import type { Writer } from "../../broker/broker.js";
import { StateError } from "../../learning/state-error.js";
import { RefusedError } from "../errors.js";
import { utf8 } from "../text.js";
import type { TaskContext } from "./context.js";

/** The pipeline would stop for good. */
export const isRefusal = (error: unknown): boolean => error instanceof StateError || error instanceof RefusedError;

/**
 * Makes sure that a refusal is no false alarm. Who was stalled while a successor worked sees strange things: state
 * that compaction has emptied, positions that retention has overtaken. Only the rightful owner may refuse.
 *
 * @throws FencedError when somebody else has taken over, BrokerError when that cannot be found out; else the refusal.
 */
export async function refuseAsOwner(
  { topics, task }: Pick<TaskContext, "topics" | "task">,
  writer: Writer,
  refusal: unknown,
): Promise<never> {
  const transaction = await writer.begin();
  // An append is what every broker fences; nothing of it remains.
  await transaction.append(topics.state, task.partition, [{ key: utf8("owner#0"), value: null }]);
  await transaction.abort();
  throw refusal;
}
