import type { TopicPartition } from "../../broker.js";
import { BrokerError, FencedError } from "../../errors.js";
import { COORDINATOR, type Network } from "../network/network.js";
import { canDescribe, describeTransaction, type TransactionState } from "./describe-transaction.js";
import { openPartitions } from "./open-partitions.js";
import { MARKERS_PAUSE_MS, type ProducerIdentity } from "./producer-identity.js";

/**
 * Resolves once the markers of an ended transaction are in its partitions. Some brokers forget markers, and the next
 * transaction of the producer would then end this one, too, its own way.
 *
 * @throws BrokerError when the coordinator takes the transaction for complete and it is not; FencedError when somebody
 *   else has the transactional id meanwhile
 */
export async function untilEnded(
  network: Network,
  { epoch, producerId, transactionalId }: ProducerIdentity,
  partitions: readonly TopicPartition[],
): Promise<void> {
  const producers = new Set([producerId]);
  await network.persist(
    async () => {
      if ((await openPartitions(network, partitions, producers)).length === 0) return;
      const state = await network.withCoordinator(COORDINATOR.transaction, transactionalId, "main", async (link) =>
        canDescribe(link) ? describeTransaction(link, transactionalId) : UNDER_WAY,
      );
      if (state === undefined || (state !== UNDER_WAY && state.epoch !== epoch))
        throw new FencedError(`a newer writer has transactional id ${transactionalId}`);
      // Only now: what was open before the coordinator was done may have got its marker meanwhile.
      const [open] = await openPartitions(network, partitions, producers);
      if (open === undefined) return;
      const isComplete = state.state.startsWith("Complete");
      const what = `a transaction of ${transactionalId} is still open in ${open.topic}/${open.partition}`;
      if (!isComplete) throw new BrokerError(`${what}: its markers are on their way`, { retriable: true });
      throw new BrokerError(`${what} although it has ended: a new writer is needed, which will end it`);
    },
    { pauseMs: MARKERS_PAUSE_MS },
  );
}

const UNDER_WAY: TransactionState = { state: "unknown", producerId: -1n, epoch: -1 };
