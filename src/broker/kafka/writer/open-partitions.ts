import type { TopicPartition } from "../../broker.js";
import type { Decoder, Encoder } from "../client/kafkajs.js";
import { groupBy } from "../group-by.js";
import { API, flexibleRequest, readStructures, writeCount, writeNoTags } from "../network/flexible.js";
import { ConnectionLostError, failOn, hasMoved } from "../network/kafka-errors.js";
import type { Link } from "../network/link.js";
import type { Network } from "../network/network.js";

interface Described extends TopicPartition {
  readonly errorCode: number;
  /** Producers with a transaction that no marker has ended there yet. */
  readonly open: readonly bigint[];
}

/**
 * Which of the partitions hold records of a transaction of these producers that no marker has ended yet, as their
 * leaders know it. Brokers older than 2.8 cannot be asked, and say none.
 *
 * @throws AuthorizationError | BrokerError, a retriable one while a partition has no leader
 */
export async function openPartitions(
  network: Network,
  partitions: readonly TopicPartition[],
  producerIds: ReadonlySet<bigint>,
): Promise<TopicPartition[]> {
  try {
    const led = await Promise.all(
      partitions.map(async (where) => ({ where, leader: await network.leader(where.topic, where.partition) })),
    );
    const answers = [...groupBy(led, ({ leader }) => leader)].map(async ([leader, of]) =>
      describeProducers(
        await network.link(leader, "main"),
        of.map(({ where }) => where),
      ),
    );
    const described = (await Promise.all(answers)).flat();
    for (const { topic, partition, errorCode } of described)
      failOn(`looking for open transactions in ${topic}/${partition}`, errorCode);
    return described.filter(({ open }) => open.some((producer) => producerIds.has(producer)));
  } catch (error) {
    if (hasMoved(error) || error instanceof ConnectionLostError)
      for (const { topic } of partitions) network.forgetTopic(topic);
    throw error;
  }
}

async function describeProducers(link: Link, partitions: readonly TopicPartition[]): Promise<Described[]> {
  if (!link.supports(API.describeProducers)) return [];
  return link.send(flexibleRequest({ name: "describeProducers", write: (to) => write(to, partitions), read }));
}

function write(encoder: Encoder, partitions: readonly TopicPartition[]): void {
  const topics = groupBy(partitions, ({ topic }) => topic);
  writeCount(encoder, topics.size);
  for (const [topic, of] of topics) {
    writeCount(encoder.writeUVarIntString(topic), of.length);
    for (const { partition } of of) encoder.writeInt32(partition);
    writeNoTags(encoder);
  }
}

function read(decoder: Decoder): Described[] {
  decoder.readInt32(); // throttle time
  return readStructures(decoder, () => {
    const topic = decoder.readUVarIntString() ?? "";
    return readStructures(decoder, () => readPartition(decoder, topic));
  }).flat();
}

function readPartition(decoder: Decoder, topic: string): Described {
  const partition = decoder.readInt32();
  const errorCode = decoder.readInt16();
  decoder.readUVarIntString(); // error message
  const producers = readStructures(decoder, readProducer);
  const open = producers.filter(({ transactionStart }) => transactionStart >= 0).map(({ producerId }) => producerId);
  return { topic, partition, errorCode, open };
}

function readProducer(decoder: Decoder) {
  const producerId = BigInt(decoder.readInt64().toString());
  decoder.readInt32(); // epoch
  decoder.readInt32(); // last sequence number
  decoder.readInt64(); // last timestamp
  decoder.readInt32(); // coordinator's epoch
  return { producerId, transactionStart: Number(decoder.readInt64().toString()) };
}
