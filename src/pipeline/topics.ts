import type { TopicSpec } from "../broker/broker.js";
import type { AlertKinds } from "../format/alerts-in.js";

/** Names of the topics that one app writes. */
export interface AppTopics {
  readonly input: string;
  readonly labels: string;
  /** Absent = no alerts are written. */
  readonly alerts?: string;
  readonly snapshots: string;
  readonly model: string;
  readonly state: string;
  readonly journal: string;
  readonly deadLetters: string;
}

const ALL_ALERTS: AlertKinds = { anomalies: true, drift: true };

/** @param alerts which are written; without any there is no topic of them. */
export function appTopics(app: string, input: string, alerts: AlertKinds = ALL_ALERTS): AppTopics {
  return {
    input,
    labels: `${app}.labels`,
    ...(alerts.anomalies || alerts.drift ? { alerts: `${app}.alerts` } : {}),
    snapshots: `${app}.snapshots`,
    model: `${app}.model`,
    state: `${app}.state`,
    journal: `${app}.journal`,
    deadLetters: `${app}.dead-letters`,
  };
}

/** Those that the app's tasks write to, and nobody else. */
export const writtenTopics = ({ input: _, ...written }: AppTopics): string[] => Object.values(written);

/** Group of the members of role `all`. */
export const groupOf = (app: string): string => app;

/** Transactional id of a task: whoever initialises it last is the only one who can write. */
export const transactionalIdOf = (app: string, task: string): string => `${app}-${task}`;

/** One task learns all partitions in role `all`; its state and its journal are partition 0 of their topics. */
export const TASK_ALL = { name: "all", partition: 0 } as const;

/** Copies of each partition, where there are as many brokers. */
const REPLICATION = 3;
const DAY_MS = 86_400_000;

/** What every topic is made with, whatever the brokers' defaults are: records that were committed stay. */
const DURABLE = { "unclean.leader.election.enable": "false", "max.message.bytes": "1048588" };
/** A snapshot is one record: of 64 components in 64 dimensions some 6 MB. */
const LARGE = { "max.message.bytes": String(32 * 1024 * 1024) };
const FOREVER = { "retention.ms": "-1" };
/** Labels bear the time of their points, which may lie long ago: retention counts from when they were written. */
const WRITTEN = { "message.timestamp.type": "LogAppendTime" };
/** Small segments are compacted soon, which keeps restores short. */
const COMPACTED = { "segment.bytes": String(32 * 1024 * 1024), "min.cleanable.dirty.ratio": "0.1" };
const days = (count: number) => ({ "retention.ms": String(count * DAY_MS) });

/**
 * The topics of an app as they should be made; the input topic is the user's own.
 *
 * @param brokers how many there are: no topic can have more copies.
 */
export function topicSpecs(topics: AppTopics, inputPartitions: number, brokers: number): TopicSpec[] {
  const replication = Math.max(1, Math.min(REPLICATION, brokers));
  const copies = { "min.insync.replicas": String(Math.max(1, replication - 1)) };
  const specs: Omit<TopicSpec, "replication">[] = [
    { topic: topics.labels, partitions: inputPartitions, cleanup: "delete", settings: { ...days(7), ...WRITTEN } },
    ...alertsSpec(topics, inputPartitions),
    { topic: topics.snapshots, partitions: 1, cleanup: "delete", settings: { ...FOREVER, ...LARGE } },
    { topic: topics.model, partitions: 1, cleanup: "compact", settings: { ...COMPACTED, ...LARGE } },
    { topic: topics.state, partitions: 1, cleanup: "compact", settings: COMPACTED },
    { topic: topics.journal, partitions: 1, cleanup: "delete", settings: FOREVER },
    { topic: topics.deadLetters, partitions: 1, cleanup: "delete", settings: { ...days(30), ...WRITTEN } },
  ];
  return specs.map((spec) => ({ ...spec, replication, settings: { ...DURABLE, ...copies, ...spec.settings } }));
}

/** Partitions as the input, so that alerts of one key stay in order. */
function alertsSpec({ alerts }: AppTopics, partitions: number): Omit<TopicSpec, "replication">[] {
  if (alerts === undefined) return [];
  return [{ topic: alerts, partitions, cleanup: "delete", settings: { ...days(30), ...WRITTEN } }];
}
