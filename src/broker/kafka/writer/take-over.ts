import type { TopicPartition } from "../../broker.js";
import { BrokerError } from "../../errors.js";
import type { Network } from "../network/network.js";
import { canDescribe, describeTransaction } from "./describe-transaction.js";
import { openPartitions } from "./open-partitions.js";
import { asCoordinator, initialise, type ProducerIdentity, requestIdentity } from "./producer-identity.js";
import { TransactionClient } from "./transaction-client.js";

/** Markers may be forgotten again. */
const MOST_MENDS = 3;

/**
 * Takes a transactional id over, and ends what hangs of it: transactions that the coordinator takes for complete while
 * partitions lack their markers (docs/architecture.md, "Markers that never come").
 *
 * @param topics those that this transactional id writes to
 * @throws AuthorizationError | BrokerError
 */
export async function takeOver(
  network: Network,
  transactionalId: string,
  topics: readonly string[],
): Promise<ProducerIdentity> {
  if (!(await asCoordinator(network, transactionalId, async (link) => canDescribe(link))))
    return initialise(network, transactionalId);
  for (let mends = 0; ; mends++) {
    const partitions = await partitionsOf(network, topics);
    // The coordinator forgets its decision when it answers a new writer: so not while there is a partition that cannot
    // be asked whether it still needs it.
    await network.persist(() => openPartitions(network, partitions, NOBODY));
    const { commits, identity, producers } = await initialiseKnowing(network, transactionalId);
    const hanging = await network.persist(() => openPartitions(network, partitions, producers));
    if (hanging.length === 0) return identity;
    const where = hanging.map(({ topic, partition }) => `${topic}/${partition}`).join(", ");
    if (mends === MOST_MENDS)
      throw new BrokerError(
        `a transaction of ${transactionalId} hangs in ${where} and cannot be ended: see kafka-transactions.sh find-hanging`,
        { retriable: true },
      );
    await endAs(network, identity, hanging, commits);
    const outcome = commits ? "committed" : "aborted";
    const message = `the broker had forgotten to end a transaction of ${transactionalId} in ${where}: ${outcome}`;
    network.options.log({ level: "warn", message });
  }
}

const NOBODY: ReadonlySet<bigint> = new Set();

async function partitionsOf(network: Network, topics: readonly string[]): Promise<TopicPartition[]> {
  const found = await network.persist(() => network.refresh(topics));
  return [...found.topics].flatMap(([topic, partitions]) => partitions.map(({ partition }) => ({ topic, partition })));
}

/** Fences older writers, and tells how the last transaction ended that was not forgotten before. */
async function initialiseKnowing(network: Network, transactionalId: string) {
  let commits = false;
  const producers = new Set<bigint>();
  const identity = await asCoordinator(network, transactionalId, async (link) => {
    const last = await describeTransaction(link, transactionalId);
    if (last !== undefined) {
      producers.add(last.producerId);
      // Empty: it answered a new writer. If that was us, and the answer was lost, we know what was before.
      if (last.state !== "Empty") commits = COMMITS.has(last.state);
    }
    return requestIdentity(network, link, transactionalId);
  });
  producers.add(identity.producerId);
  return { commits, identity, producers };
}

const COMMITS: ReadonlySet<string> = new Set(["PrepareCommit", "CompleteCommit"]);

async function endAs(
  network: Network,
  identity: ProducerIdentity,
  partitions: readonly TopicPartition[],
  commits: boolean,
): Promise<void> {
  const client = new TransactionClient(network, identity);
  client.begin();
  await client.enlist(partitions);
  await client.end(commits);
}
