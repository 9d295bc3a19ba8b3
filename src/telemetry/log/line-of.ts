import { BrokerError, FencedError } from "../../broker/errors.js";
import type { CommittedEvent, PipelineEvent } from "../../pipeline/events.js";
import type { LogLine } from "./log-line.js";
import { remedyOf } from "./remedy-of.js";

type EventOf<Type extends PipelineEvent["type"]> = Extract<PipelineEvent, { type: Type }>;

/** Events that are summed up rather than told one by one. */
type Summed = "dead-letter" | "warming-up";

/** A line for an event. What is ordinary in a healthy run comes at debug. */
export function lineOf(event: Exclude<PipelineEvent, { type: Summed }>): LogLine {
  const { type, ...details } = event;
  switch (event.type) {
    case "started":
      return { level: "info", message: "started: joining the group", details };
    case "assigned":
      return assignedLine(event);
    case "lost":
      return { level: "debug", message: "the group is rebalancing", details };
    case "fenced-others":
      return { level: "debug", message: "older writers are fenced off", details };
    case "genesis":
      return { level: "info", message: "no state yet: beginning at these positions", details };
    case "restored":
      return restoredLine(event);
    case "partition-added":
      return { level: "info", message: "new input partition", details, key: `partition ${event.partition}` };
    case "model-ready":
      return { level: "info", message: "warm-up is over: labels follow", details };
    case "committed":
      return { level: "debug", message: "committed", details: committedDetails(event) };
    case "retention-overtook":
      return retentionLine(event);
    case "fenced":
      return fencedLine(event);
    case "dropped":
      return droppedLine(event);
    case "trouble":
      return { level: "warn", message: "trouble: it is tried again", details, key: `trouble ${event.error.name}` };
    case "flushed":
      return { level: "debug", message: "flushed", details };
    case "stopped":
      return { level: "info", message: "stopped" };
  }
}

function assignedLine({ epoch, partitions, kept }: EventOf<"assigned">): LogLine {
  const details = { epoch, partitions: partitions.length };
  if (kept) return { level: "debug", message: "kept the input through a rebalance", details };
  if (partitions.length === 0) return { level: "info", message: "standing by: another process works", details };
  return { level: "info", message: "assigned the input", details };
}

function restoredLine({ unit, points, version, bytes, ms }: EventOf<"restored">): LogLine {
  return { level: "info", message: "state restored", details: { unit, points, version, bytes, ms } };
}

function committedDetails({
  unit,
  records,
  points,
  labels,
  deadLetters,
  anomalies,
  bytes,
  ms,
  version,
}: CommittedEvent) {
  return { unit, records, points, labels, deadLetters, anomalies, bytes, ms, version };
}

function retentionLine({ partition, from, to }: EventOf<"retention-overtook">): LogLine {
  return {
    level: "error",
    message: "retention deleted records before they were learned: they are skipped",
    details: { partition, from, to, records: to - from, remedy: "raise retention.ms of the input topic" },
    key: `retention ${partition}`,
  };
}

function fencedLine({ error, repeated, rival }: EventOf<"fenced">): LogLine {
  if (!repeated) return { level: "warn", message: "a newer process took over", details: { error } };
  return {
    level: "error",
    message: "fenced again and again: two deployments seem to share one app name",
    details: { error, rival, remedy: "stop one of them, or give it another app name" },
  };
}

/** What a rebuilt task mends is a warning; the rest will end the run unless somebody helps. */
function droppedLine({ error, failures, retryMs }: EventOf<"dropped">): LogLine {
  const mends = error instanceof FencedError || (error instanceof BrokerError && error.retriable);
  return {
    level: mends ? "warn" : "error",
    message: "the task was dropped: it is rebuilt under a new assignment",
    details: { error, failures, retryMs, remedy: remedyOf(error) },
    key: `dropped ${error.name}`,
  };
}
