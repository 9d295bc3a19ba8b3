import type { TopicDescription, TopicSpec } from "../../broker/broker.js";

/** Something about a topic that is not as it should be. */
export interface TopicFinding {
  /** `problem`: records may be lost or the app cannot run. `note`: it works. */
  readonly level: "problem" | "note";
  readonly what: string;
  readonly remedy: string;
}

/** A topic as it is, and what is to be said about it. */
export interface TopicReport {
  readonly topic: string;
  readonly exists: boolean;
  readonly partitions?: number;
  readonly replication?: number;
  readonly cleanup?: string;
  /** ms; −1 = for ever. */
  readonly retention?: number;
  readonly findings: readonly TopicFinding[];
}

export interface TopicContext {
  /** How to name the cluster and the configuration in commands. */
  readonly broker: string;
  readonly config: string;
  /** Bytes appended at once at most. */
  readonly sendBytes: number;
  /** Description of the input topic. */
  readonly input: TopicDescription;
}

/** Compares the topics of an app with what they should be. */
export function checkTopics(
  specs: readonly TopicSpec[],
  described: ReadonlyMap<string, TopicDescription>,
  context: TopicContext,
): TopicReport[] {
  return specs.map((spec) => {
    const actual = described.get(spec.topic);
    if (actual === undefined) return { topic: spec.topic, exists: false, findings: [missing(context)] };
    return { ...summaryOf(spec.topic, actual), findings: compare(spec, actual, context) };
  });
}

/** The input topic: the user's own, but its copies and its retention matter to us. */
export function checkInput(topic: string, input: TopicDescription, wanted: number): TopicReport {
  return { ...summaryOf(topic, input), findings: replicationFindings(topic, input, wanted) };
}

function summaryOf(topic: string, { partitions, replication, settings }: TopicDescription) {
  const cleanup = settings["cleanup.policy"] ?? "";
  const retention = Number(settings["retention.ms"] ?? Number.NaN);
  return { topic, exists: true, partitions, replication, cleanup, ...(Number.isNaN(retention) ? {} : { retention }) };
}

function missing({ config }: TopicContext): TopicFinding {
  return { level: "problem", what: "it does not exist", remedy: `\`mixtide topics create ${config}\` makes it` };
}

function compare(spec: TopicSpec, actual: TopicDescription, context: TopicContext): TopicFinding[] {
  const alter = (setting: string, value: string): string =>
    `kafka-configs.sh --bootstrap-server ${context.broker} --alter --entity-type topics --entity-name ${spec.topic} ` +
    `--add-config ${setting}=${value}`;
  const set = (level: TopicFinding["level"], setting: string, value: string, why: string): TopicFinding => {
    const is = actual.settings[setting] ?? "unknown";
    return { level, what: `${setting} is ${is}, should be ${value}: ${why}`, remedy: alter(setting, value) };
  };
  return [
    ...partitionFindings(spec, actual),
    ...replicationFindings(spec.topic, actual, spec.replication ?? 1),
    ...settingFindings(spec, actual, context, set),
  ];
}

function partitionFindings({ partitions }: TopicSpec, actual: TopicDescription): TopicFinding[] {
  if (actual.partitions >= partitions) return [];
  const what = `it has ${actual.partitions} partitions, the input ${partitions}`;
  return [{ level: "note", what, remedy: "nothing to do: it is grown at the next start" }];
}

function replicationFindings(topic: string, actual: TopicDescription, wanted: number): TopicFinding[] {
  if (actual.replication >= wanted) return [];
  const what = `${actual.replication} of ${wanted} copies: it does not outlive the loss of a broker`;
  return [{ level: "note", what, remedy: `kafka-reassign-partitions.sh gives ${topic} more copies` }];
}

type Set = (level: TopicFinding["level"], setting: string, value: string, why: string) => TopicFinding;

function settingFindings(spec: TopicSpec, actual: TopicDescription, context: TopicContext, set: Set): TopicFinding[] {
  const { settings } = actual;
  const number = (setting: string): number => Number(settings[setting] ?? Number.NaN);
  const findings: TopicFinding[] = [];
  if (settings["cleanup.policy"] !== spec.cleanup)
    findings.push(set("problem", "cleanup.policy", spec.cleanup, why(spec.cleanup)));
  const wanted = spec.settings ?? {};
  const largest = wanted["max.message.bytes"] ?? String(context.sendBytes);
  if (spec.cleanup === "delete" && wanted["retention.ms"] === "-1" && isShorter(number("retention.ms"), context.input))
    findings.push(set("problem", "retention.ms", "-1", "it is kept for a shorter time than the input"));
  if (settings["unclean.leader.election.enable"] === "true")
    findings.push(set("problem", "unclean.leader.election.enable", "false", "records that were committed may be lost"));
  if (number("max.message.bytes") < context.sendBytes)
    findings.push(set("problem", "max.message.bytes", largest, `up to ${context.sendBytes} bytes are sent at once`));
  else if (number("max.message.bytes") < Number(largest))
    findings.push(set("note", "max.message.bytes", largest, "a snapshot of a large mixture does not fit"));
  const insync = number("min.insync.replicas");
  if (insync > actual.replication)
    findings.push(set("problem", "min.insync.replicas", "1", "there are fewer copies: nothing can be written"));
  else if (actual.replication > 1 && insync < Number(wanted["min.insync.replicas"]))
    findings.push(
      set("note", "min.insync.replicas", wanted["min.insync.replicas"] ?? "1", "one copy is no safe commit"),
    );
  if (number("segment.bytes") > Number(wanted["segment.bytes"]))
    findings.push(set("note", "segment.bytes", wanted["segment.bytes"] ?? "", "restores take longer"));
  return findings;
}

function why(cleanup: "compact" | "delete"): string {
  return cleanup === "compact" ? "what is still needed would be deleted by age" : "records would be compacted away";
}

/** −1 = for ever. */
function isShorter(retention: number, input: TopicDescription): boolean {
  if (!(retention >= 0)) return false;
  const inputRetention = Number(input.settings["retention.ms"] ?? -1);
  return inputRetention < 0 || retention < inputRetention;
}
