import { failOn } from "../network/kafka-errors.js";
import { COORDINATOR, type Network } from "../network/network.js";

/** Who writes, as the broker numbers it. */
export interface ProducerIdentity {
  readonly transactionalId: string;
  readonly producerId: bigint;
  readonly epoch: number;
}

interface InitProducerIdResponse {
  readonly errorCode: number;
  readonly producerId: string;
  readonly producerEpoch: number;
}

/** First pause after CONCURRENT_TRANSACTIONS: a commit's markers are written within milliseconds. */
export const MARKERS_PAUSE_MS = 4;

/**
 * Takes a transactional id over: the broker fences older writers and aborts what they left open, and answers with
 * CONCURRENT_TRANSACTIONS until that is done (about 300 ms).
 *
 * @throws AuthorizationError | BrokerError
 */
export function initialise(network: Network, transactionalId: string): Promise<ProducerIdentity> {
  const { transactionTimeoutMs: transactionTimeout } = network.options;
  const what = `taking transactional id ${transactionalId}`;
  return network.persist(
    () =>
      network.withCoordinator(COORDINATOR.transaction, transactionalId, "main", async (link) => {
        const args = { transactionalId, transactionTimeout };
        const answer = await link.request<InitProducerIdResponse>("InitProducerId", args);
        failOn(what, answer.errorCode);
        return { transactionalId, producerId: BigInt(answer.producerId), epoch: answer.producerEpoch };
      }),
    { pauseMs: MARKERS_PAUSE_MS },
  );
}
