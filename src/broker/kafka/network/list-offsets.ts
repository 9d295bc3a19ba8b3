import type { TopicPartition } from "../../broker.js";
import { failOn } from "./kafka-errors.js";
import type { Network } from "./network.js";

/** Times with a meaning of their own. */
export const OFFSET_OF = { end: -1, start: -2 } as const;

const READ_COMMITTED = 1;

interface ListOffsetsResponse {
  readonly responses: readonly {
    readonly partitions: readonly { readonly errorCode: number; readonly offset: string }[];
  }[];
}

/**
 * The first offset at or after a time, the log's start, or its last stable offset; −1 when no record is that late.
 *
 * @throws UnknownPartitionError | BrokerError
 */
export function listOffset(network: Network, where: TopicPartition, timestamp: number): Promise<number> {
  const { topic, partition } = where;
  const topics = [{ topic, partitions: [{ partition, timestamp }] }];
  return network.persist(() =>
    network.withLeader(topic, partition, "main", async (link) => {
      const args = { replicaId: -1, isolationLevel: READ_COMMITTED, topics };
      const { responses } = await link.request<ListOffsetsResponse>("ListOffsets", args);
      const { errorCode, offset } = responses[0]!.partitions[0]!;
      failOn(`looking up offsets of ${topic}/${partition}`, errorCode);
      return Number(offset);
    }),
  );
}
