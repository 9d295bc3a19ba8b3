import { failOn } from "../network/kafka-errors.js";
import type { Link } from "../network/link.js";
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
  return asCoordinator(network, transactionalId, (link) => requestIdentity(network, link, transactionalId));
}

/** Asks once. */
export async function requestIdentity(
  { options }: Network,
  coordinator: Link,
  transactionalId: string,
): Promise<ProducerIdentity> {
  const args = { transactionalId, transactionTimeout: options.transactionTimeoutMs };
  const answer = await coordinator.request<InitProducerIdResponse>("InitProducerId", args);
  failOn(`taking transactional id ${transactionalId}`, answer.errorCode);
  return { transactionalId, producerId: BigInt(answer.producerId), epoch: answer.producerEpoch };
}

/**
 * Repeats work with the coordinator of a transactional id. Right after a commit it still writes its markers: it says so,
 * and is asked again within milliseconds.
 */
export function asCoordinator<T>(
  network: Network,
  transactionalId: string,
  work: (link: Link) => Promise<T>,
): Promise<T> {
  return network.persist(() => network.withCoordinator(COORDINATOR.transaction, transactionalId, "main", work), {
    pauseMs: MARKERS_PAUSE_MS,
  });
}
