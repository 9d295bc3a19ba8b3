import { kafkaJs, type ProtocolRequest } from "../client/kafkajs.js";
import type { Address } from "../kafka-options.js";
import { CODE, failOn } from "./kafka-errors.js";
import type { Link } from "./link.js";

export interface PartitionMetadata {
  readonly partition: number;
  /** Node id, −1 while there is none. */
  readonly leader: number;
  readonly replicas: number;
}

/** What a broker tells of the cluster. */
export interface ClusterMetadata {
  readonly clusterId: string;
  readonly controller: number;
  readonly brokers: ReadonlyMap<number, Address>;
  /** Those of the topics asked for that exist, partitions in order. */
  readonly topics: ReadonlyMap<string, readonly PartitionMetadata[]>;
}

interface MetadataResponse {
  readonly brokers: readonly { nodeId: number; host: string; port: number }[];
  readonly clusterId: string;
  readonly controllerId: number;
  readonly topicMetadata: readonly {
    topicErrorCode: number;
    topic: string;
    isInternal: boolean;
    partitionMetadata: readonly { partitionId: number; leader: number; replicas: readonly number[] }[];
  }[];
}

/**
 * @param topics `null` = all that this client may see, the broker's own left out
 * @throws AuthorizationError | BrokerError
 */
export async function fetchMetadata(link: Link, topics: readonly string[] | null): Promise<ClusterMetadata> {
  const answer = await link.send<MetadataResponse>(metadataRequest(topics));
  const found = new Map<string, readonly PartitionMetadata[]>();
  for (const { topic, topicErrorCode, isInternal, partitionMetadata } of answer.topicMetadata) {
    const isAbsent = topicErrorCode === CODE.unknownTopicOrPartition;
    if (isAbsent || (topics === null && isInternal)) continue;
    if (topicErrorCode !== CODE.leaderNotAvailable) failOn(`topic ${topic}`, topicErrorCode);
    found.set(
      topic,
      partitionMetadata.map(toPartition).sort((a, b) => a.partition - b.partition),
    );
  }
  const { clusterId, controllerId: controller } = answer;
  const brokers = new Map(answer.brokers.map(({ nodeId, host, port }) => [nodeId, { host, port }]));
  return { clusterId, controller, brokers, topics: found };
}

const toPartition = ({
  partitionId,
  leader,
  replicas,
}: MetadataResponse["topicMetadata"][number]["partitionMetadata"][number]): PartitionMetadata => ({
  partition: partitionId,
  leader,
  replicas: replicas.length,
});

/** Never creates a topic by asking for it; kafkajs takes an empty list for all topics, this asks for none. */
function metadataRequest(topics: readonly string[] | null): ProtocolRequest {
  const { apiKeys, requests, Encoder } = kafkaJs();
  const apiVersion = 6;
  const args = { topics: topics ?? [], allowAutoTopicCreation: false };
  const { response } = requests.Metadata!.protocol({ version: apiVersion })(args);
  const encode = async () => {
    const encoder = new Encoder();
    return (topics === null ? encoder.writeInt32(-1) : encoder.writeArray(topics)).writeBoolean(false);
  };
  return { request: { apiKey: apiKeys.Metadata!, apiVersion, apiName: "Metadata", encode }, response };
}
