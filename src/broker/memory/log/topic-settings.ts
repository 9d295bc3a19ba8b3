import type { TopicSpec } from "../../broker.js";
import { BrokerError } from "../../errors.js";

/** The broker settings of a topic that this broker acts on; others are accepted and have no effect in memory. */
export interface TopicSettings {
  readonly cleanup: "delete" | "compact";
  /** Infinity = without limit, the default here. */
  readonly retentionMs: number;
  readonly retentionBytes: number;
  /** How long a tombstone outlives what it deletes, ms. */
  readonly deleteRetentionMs: number;
  /** Share of the log written since the last compaction that starts the next one. */
  readonly dirtyRatio: number;
  /** Records bear the time at which they were appended, whatever their producer says. */
  readonly appendTime: boolean;
  /** Batches up to this size are taken whatever the client's habit, bytes; 0 unless a topic asks for more than Kafka's default. */
  readonly largestBatch: number;
}

/** Kafka's own `max.message.bytes`. */
const DEFAULT_LARGEST = 1_048_588;

const DAY_MS = 86_400_000;

/** @throws BrokerError when a setting is not a number. */
export function topicSettings(spec: TopicSpec): TopicSettings {
  return {
    cleanup: spec.cleanup,
    retentionMs: limit(spec, "retention.ms", Number.POSITIVE_INFINITY),
    retentionBytes: limit(spec, "retention.bytes", Number.POSITIVE_INFINITY),
    deleteRetentionMs: limit(spec, "delete.retention.ms", DAY_MS),
    dirtyRatio: limit(spec, "min.cleanable.dirty.ratio", 0.5),
    appendTime: spec.settings?.["message.timestamp.type"] === "LogAppendTime",
    largestBatch: beyondDefault(limit(spec, "max.message.bytes", 0)),
  };
}

/** The settings in force as Kafka names them: what was asked for, over this broker's defaults. */
export function describedSettings({ cleanup, settings }: TopicSpec): Readonly<Record<string, string>> {
  return {
    "retention.ms": "-1",
    "retention.bytes": "-1",
    "delete.retention.ms": String(DAY_MS),
    "min.cleanable.dirty.ratio": "0.5",
    "min.insync.replicas": "1",
    "message.timestamp.type": "CreateTime",
    ...settings,
    "cleanup.policy": cleanup,
  };
}

const beyondDefault = (bytes: number): number => (bytes > DEFAULT_LARGEST ? bytes : 0);

/** Kafka writes "no limit" as −1. */
function limit(spec: TopicSpec, name: string, fallback: number): number {
  const text = spec.settings?.[name];
  if (text === undefined) return fallback;
  const value = Number(text);
  if (text.trim() === "" || Number.isNaN(value)) {
    throw new BrokerError(`topic "${spec.topic}": setting ${name} is "${text}", expected a number`);
  }
  return value < 0 ? Number.POSITIVE_INFINITY : value;
}
