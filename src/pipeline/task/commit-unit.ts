import type { Writer } from "../../broker/broker.js";
import type { TaskContext } from "./context.js";
import type { SealedUnit } from "./seal.js";

/**
 * Commits a unit in one transaction. Only then is it told of, and only then do the group's positions follow, for the
 * lag tools that look there: nothing depends on them, the truth lies in the state.
 *
 * @throws FencedError | BrokerError; the outcome is unknown then: drop task and writer.
 */
export async function commitUnit(context: TaskContext, writer: Writer, unit: SealedUnit): Promise<void> {
  const { scheduler, settings, steps, emit } = context;
  const start = scheduler.now();
  await steps.commit(writer, unit.appends, settings.sizes.send);
  for (const { partition, record, error } of unit.rejected)
    emit({ type: "dead-letter", partition, offset: record.offset, error });
  emit({ ...unit.event, ms: scheduler.now() - start });
  publishPositions(context, unit.event.positions);
}

function publishPositions({ source, topics, emit }: TaskContext, positions: ReadonlyMap<number, number>): void {
  const offsets = [...positions].map(([partition, offset]) => ({ topic: topics.input, partition, offset }));
  source.commitPositions(offsets).catch((error: Error) => emit({ type: "trouble", error }));
}
