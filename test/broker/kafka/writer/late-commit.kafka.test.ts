import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TopicPartition } from "../../../../src/broker/broker.js";
import { BrokerError } from "../../../../src/broker/errors.js";
import { KafkaAdmin } from "../../../../src/broker/kafka/admin/kafka-admin.js";
import { resolveOptions } from "../../../../src/broker/kafka/kafka-options.js";
import { CODE, ConnectionLostError } from "../../../../src/broker/kafka/network/kafka-errors.js";
import type { Link } from "../../../../src/broker/kafka/network/link.js";
import { COORDINATOR, Network } from "../../../../src/broker/kafka/network/network.js";
import { readToEnd } from "../../../../src/broker/kafka/read-to-end.js";
import { initialise, type ProducerIdentity } from "../../../../src/broker/kafka/writer/producer-identity.js";
import { TransactionClient } from "../../../../src/broker/kafka/writer/transaction-client.js";
import { hasKafka, kafkaBrokers } from "../../../support/kafka/kafka-brokers.js";

const bytes = new TextEncoder();
const text = new TextDecoder();
/** Long after which markers are lost, not late. */
const MARKERS_MS = 20_000;

describe.skipIf(!hasKafka())("a commit that is still on its way when its repetition has been answered", () => {
  let network: Network;
  let where: TopicPartition;
  let id: string;

  beforeEach(async () => {
    network = new Network(resolveOptions({ brokers: kafkaBrokers(), clientId: "late-commit" }));
    id = `late-commit-${randomUUID()}`;
    where = { topic: id, partition: 0 };
    await new KafkaAdmin(network).createTopics([{ topic: id, partitions: 1, cleanup: "delete" }]);
  });

  afterEach(() => network.close());

  it("does not commit what is written later", async () => {
    const client = new TransactionClient(network, await initialise(network, id));
    client.begin();
    await client.append(where.topic, 0, [{ value: bytes.encode("whole") }]);
    loseNextAnswer(network);
    await client.end(true);
    await untilCommitted(["whole"]);

    const next = await clientThatMayBegin(client);
    next.begin();
    await next.append(where.topic, 0, [{ value: bytes.encode("half of the next") }]);
    // The answer decides: had it been taken, its markers could still be on their way to the partition.
    expect([CODE.invalidProducerEpoch, CODE.producerFenced]).toContain(await sendCommit(client.identity));
    expect(await committed()).toEqual(["whole"]);

    await next.end(true);
    await untilCommitted(["whole", "half of the next"]);
  });

  it("is none when every answer arrived: the writer goes on", async () => {
    const client = new TransactionClient(network, await initialise(network, id));
    for (const value of ["a", "b"]) {
      client.begin();
      await client.append(where.topic, 0, [{ value: bytes.encode(value) }]);
      await client.end(true);
    }
    await untilCommitted(["a", "b"]);
  });

  /** As a task would: a writer that refuses to begin is replaced by a new one. */
  async function clientThatMayBegin(client: TransactionClient): Promise<TransactionClient> {
    try {
      client.begin();
      return client;
    } catch (error) {
      expect(error).toBeInstanceOf(BrokerError);
      return new TransactionClient(network, await initialise(network, id));
    }
  }

  /** The request that was delayed, as it arrives at last, and the code that it is answered with. */
  async function sendCommit({ transactionalId, producerId, epoch }: ProducerIdentity): Promise<number> {
    const args = { transactionalId, producerId, producerEpoch: epoch, transactionResult: true };
    const { errorCode } = await network.withCoordinator(COORDINATOR.transaction, id, "late", (link) =>
      link.request<{ errorCode: number }>("EndTxn", args),
    );
    return errorCode;
  }

  /** A commit is answered when it is decided; its markers follow. */
  async function untilCommitted(values: readonly string[]): Promise<void> {
    await expect.poll(committed, { timeout: MARKERS_MS }).toEqual(values);
  }

  async function committed(): Promise<string[]> {
    const values: string[] = [];
    for await (const records of readToEnd(network, where, undefined))
      values.push(...records.map(({ value }) => text.decode(value!)));
    return values;
  }
});

/** The coordinator does what the next request asks, and nobody hears of it. */
function loseNextAnswer(network: Network): void {
  const withCoordinator = network.withCoordinator.bind(network);
  network.withCoordinator = (type, key, purpose, work) => {
    network.withCoordinator = withCoordinator;
    return withCoordinator(type, key, purpose, (link) => work(withoutAnswer(link)));
  };
}

function withoutAnswer(link: Link): Link {
  const request = async (...args: Parameters<Link["request"]>): Promise<never> => {
    await link.request(...args);
    throw new ConnectionLostError("the answer was lost");
  };
  return new Proxy(link, { get: (target, name) => (name === "request" ? request : Reflect.get(target, name, target)) });
}
