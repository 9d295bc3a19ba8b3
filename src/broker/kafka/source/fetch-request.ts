import type { TopicPartition } from "../../broker.js";
import { type Decoder, kafkaJs, type ProtocolRequest } from "../client/kafkajs.js";
import { groupBy } from "../group-by.js";
import type { AbortedTransaction } from "../records/decode-record-set.js";

export interface FetchTarget extends TopicPartition {
  readonly offset: number;
}

export interface FetchLimits {
  /** The broker answers at the latest after so long when there is nothing. */
  readonly waitMs: number;
  readonly bytes: number;
  readonly partitionBytes: number;
}

/** What the leader of a partition answers; `set` holds record batches, the last perhaps cut short. */
export interface FetchedPartition extends TopicPartition {
  readonly errorCode: number;
  readonly lastStableOffset: number;
  readonly logStart: number;
  readonly aborted: readonly AbortedTransaction[];
  readonly set: Uint8Array;
}

const API_VERSION = 11;
const READ_COMMITTED = 1;
const NOTHING = new Uint8Array(0);

/**
 * A Fetch request (version 11, without a session) that leaves the batches as they are: kafkajs's decodes record by
 * record, filters aborted ones wrongly and keeps no trace of batches that compaction has emptied.
 */
export function fetchRequest(targets: readonly FetchTarget[], limits: FetchLimits): ProtocolRequest {
  const { apiKeys, Encoder } = kafkaJs();
  const encode = async () => {
    const encoder = new Encoder().writeInt32(-1).writeInt32(limits.waitMs).writeInt32(1).writeInt32(limits.bytes);
    encoder.writeInt8(READ_COMMITTED).writeInt32(0).writeInt32(-1);
    const topics = groupBy(targets, ({ topic }) => topic);
    encoder.writeInt32(topics.size);
    for (const [topic, partitions] of topics) {
      encoder.writeString(topic).writeInt32(partitions.length);
      for (const { partition, offset } of partitions)
        encoder
          .writeInt32(partition)
          .writeInt32(-1)
          .writeInt64(offset)
          .writeInt64(-1)
          .writeInt32(limits.partitionBytes);
    }
    return encoder.writeArray([]).writeString("");
  };
  const request = { apiKey: apiKeys.Fetch!, apiVersion: API_VERSION, apiName: "Fetch", encode };
  return { request, response: { decode: async (payload) => decode(payload), parse: (decoded) => decoded } };
}

export interface FetchResponse {
  readonly clientSideThrottleTime: number;
  readonly errorCode: number;
  readonly partitions: readonly FetchedPartition[];
}

function decode(payload: Buffer): FetchResponse {
  const decoder = new (kafkaJs().Decoder)(payload);
  const clientSideThrottleTime = decoder.readInt32();
  const errorCode = decoder.readInt16();
  decoder.readInt32(); // session id
  const partitions = decoder
    .readArray((topic) => {
      const name = topic.readString();
      return topic.readArray((partition) => decodePartition(name, partition));
    })
    .flat();
  return { clientSideThrottleTime, errorCode, partitions };
}

function decodePartition(topic: string, decoder: Decoder): FetchedPartition {
  const partition = decoder.readInt32();
  const errorCode = decoder.readInt16();
  decoder.readInt64(); // high watermark
  const lastStableOffset = offsetOf(decoder);
  const logStart = offsetOf(decoder);
  const aborted = decoder.readArray((transaction) => ({
    producerId: BigInt(transaction.readInt64().toString()),
    firstOffset: BigInt(transaction.readInt64().toString()),
  }));
  decoder.readInt32(); // preferred read replica
  const set = decoder.readBytes() ?? NOTHING;
  return { topic, partition, errorCode, lastStableOffset, logStart, aborted, set };
}

const offsetOf = (decoder: Decoder): number => Number(decoder.readInt64().toString());
