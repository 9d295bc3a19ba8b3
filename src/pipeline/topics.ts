import type { TopicSpec } from "../broker/broker.js";

/** Names of the topics that one app writes. */
export interface AppTopics {
  readonly input: string;
  readonly labels: string;
  readonly snapshots: string;
  readonly model: string;
  readonly state: string;
  readonly journal: string;
  readonly deadLetters: string;
}

export function appTopics(app: string, input: string): AppTopics {
  return {
    input,
    labels: `${app}.labels`,
    snapshots: `${app}.snapshots`,
    model: `${app}.model`,
    state: `${app}.state`,
    journal: `${app}.journal`,
    deadLetters: `${app}.dead-letters`,
  };
}

/** Group of the members of role `all`. */
export const groupOf = (app: string): string => app;

/** Transactional id of a task: whoever initialises it last is the only one who can write. */
export const transactionalIdOf = (app: string, task: string): string => `${app}-${task}`;

/** One task learns all partitions in role `all`; its state and its journal are partition 0 of their topics. */
export const TASK_ALL = { name: "all", partition: 0 } as const;

const FOREVER = { "retention.ms": "-1" };
const COMPACTED = { "segment.bytes": String(32 * 1024 * 1024), "min.cleanable.dirty.ratio": "0.1" };

/** The topics of an app as they should be made; the input topic is the user's own. */
export function topicSpecs(topics: AppTopics, inputPartitions: number): TopicSpec[] {
  return [
    { topic: topics.labels, partitions: inputPartitions, cleanup: "delete" },
    { topic: topics.snapshots, partitions: 1, cleanup: "delete", settings: FOREVER },
    { topic: topics.model, partitions: 1, cleanup: "compact" },
    { topic: topics.state, partitions: 1, cleanup: "compact", settings: COMPACTED },
    { topic: topics.journal, partitions: 1, cleanup: "delete", settings: FOREVER },
    { topic: topics.deadLetters, partitions: 1, cleanup: "delete" },
  ];
}
