import type { TopicPartition } from "../../broker.js";
import { kafkaJs, type ProtocolRequest } from "../client/kafkajs.js";
import { groupBy } from "../group-by.js";

/** A record batch on its way to the leader of its partition. */
export interface ProduceBatch extends TopicPartition {
  readonly bytes: Uint8Array;
  /** Called when the broker has taken it at the first attempt: nobody reads the bytes any more. */
  readonly onTaken?: () => void;
}

/** What became of a batch. */
export interface ProduceOutcome extends TopicPartition {
  readonly errorCode: number;
  readonly baseOffset: string;
}

interface ProduceResponse {
  readonly topics: readonly {
    readonly topicName: string;
    readonly partitions: readonly { partition: number; errorCode: number; baseOffset: string }[];
  }[];
}

const API_VERSION = 7;
const ALL_REPLICAS = -1;

/**
 * A Produce request (version 7) of batches that are encoded already; each partition occurs once. kafkajs's own encodes
 * record by record into small buffers, and drops a partition that it does not know without a word.
 */
export function produceRequest(
  transactionalId: string,
  batches: readonly ProduceBatch[],
  timeoutMs: number,
): ProtocolRequest {
  const { apiKeys, requests, Encoder } = kafkaJs();
  const { response } = requests.Produce!.protocol({ version: API_VERSION })({ topicData: [] });
  const encode = async () => {
    const encoder = new Encoder().writeString(transactionalId).writeInt16(ALL_REPLICAS).writeInt32(timeoutMs);
    const topics = groupBy(batches, ({ topic }) => topic);
    encoder.writeInt32(topics.size);
    const sets: { readonly set: Buffer; readonly at: number }[] = [];
    for (const [topic, partitions] of topics) {
      encoder.writeString(topic).writeInt32(partitions.length);
      for (const { partition, bytes } of partitions) {
        encoder.writeInt32(partition).writeInt32(bytes.length);
        sets.push({ set: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), at: encoder.buffer.length });
      }
    }
    return { parts: interleaved(encoder.buffer, sets) };
  };
  return { request: { apiKey: apiKeys.Produce!, apiVersion: API_VERSION, apiName: "Produce", encode }, response };
}

/** A frame with sets put in at places in it; they are large, and not copied. */
function interleaved(frame: Buffer, sets: readonly { readonly set: Buffer; readonly at: number }[]): Buffer[] {
  const parts: Buffer[] = [];
  let from = 0;
  for (const { set, at } of sets) {
    parts.push(frame.subarray(from, at), set);
    from = at;
  }
  if (from < frame.length) parts.push(frame.subarray(from));
  return parts;
}

/** The outcomes in a Produce answer. */
export function outcomesOf(answer: unknown): ProduceOutcome[] {
  return (answer as ProduceResponse).topics.flatMap(({ topicName: topic, partitions }) =>
    partitions.map((outcome) => ({ topic, ...outcome })),
  );
}
