import type { Broker, Writer } from "../../broker/broker.js";

/**
 * Takes the task's transactional id: every older writer is fenced and its open transaction aborted once this resolves.
 * From then on nobody but us changes the task's state, so this comes before the state is read.
 */
export const fence = (broker: Broker, transactionalId: string, topics: readonly string[]): Promise<Writer> =>
  broker.writer(transactionalId, { topics });
