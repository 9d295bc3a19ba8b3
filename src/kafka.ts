/** Apache Kafka for programs beside the pipeline: `mixtide/kafka`. */
export {
  AuthenticationError,
  AuthorizationError,
  BrokerError,
  FencedError,
  MessageTooLargeError,
  UnknownPartitionError,
} from "./broker/errors.js";
export { connectKafka } from "./broker/kafka/connect-kafka.js";
export type { ClientLogEntry, KafkaOptions, SaslOptions } from "./broker/kafka/kafka-options.js";
export type { CompressionName } from "./broker/kafka/records/compression.js";
export type { Alert, Label, Snapshot } from "./format/records.js";
export { type AlertBatch, type AlertsOptions, alerts } from "./readers/alerts.js";
export { type LabelBatch, type LabelsOptions, labels } from "./readers/labels.js";
export { type LatestSnapshotsOptions, latestSnapshots } from "./readers/latest-snapshots.js";
export { mendedKafkajs } from "./readers/mended-kafkajs.js";
