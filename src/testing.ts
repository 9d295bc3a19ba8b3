/** A broker in memory with true transactions and scripted faults: `mixtide/testing`. */
export type {
  Admin,
  Broker,
  Headers,
  IncomingRecord,
  OutgoingRecord,
  Source,
  SourceBatch,
  SourceEvent,
  SourceOptions,
  TopicDescription,
  TopicPartition,
  TopicSpec,
  Transaction,
  Writer,
} from "./broker/broker.js";
export { BrokerError, FencedError, MessageTooLargeError, UnknownPartitionError } from "./broker/errors.js";
export { type Habits, KAFKAJS_HABITS } from "./broker/memory/client/habits.js";
export type { ConnectOptions, MemoryConnection } from "./broker/memory/client/memory-connection.js";
export type { ClusterOptions } from "./broker/memory/cluster-core.js";
export type { ClusterEvent, ClusterObserver } from "./broker/memory/cluster-events.js";
export type { Call, CallName, Fault, FaultPoint, Faults } from "./broker/memory/faults.js";
export type { ControlRecord, InspectedLog, InspectedRecord } from "./broker/memory/log/inspect.js";
export { MemoryCluster } from "./broker/memory/memory-cluster.js";
