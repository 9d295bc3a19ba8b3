import type { Broker } from "../../broker/broker.js";
import type { Config } from "../../config/config-schema.js";
import { reportTopics } from "../kafka/app-topics.js";
import type { TopicReport } from "../kafka/check-topics.js";
import { plural } from "../terminal/numbers.js";
import { type Check, failed, note, ok } from "./check.js";

/** A check a topic; one that `topics.create` will make is only noted. */
export async function topicChecks(
  broker: Broker,
  config: Config,
  path: string,
): Promise<{ readonly checks: Check[]; readonly existing: ReadonlySet<string> }> {
  const reports = await reportTopics(broker, config, path);
  const existing = new Set(reports.filter(({ exists }) => exists).map(({ topic }) => topic));
  return { checks: reports.map((report) => topicCheck(report, config.topics.create)), existing };
}

function topicCheck({ exists, findings, partitions = 0, replication = 0, topic }: TopicReport, create: boolean): Check {
  const name = `topic ${topic}`;
  if (!exists && create) return note(name, "is missing: the first run makes it");
  const [worst] = [...findings].sort((a, b) => Number(b.level === "problem") - Number(a.level === "problem"));
  if (worst === undefined)
    return ok(name, `${plural(partitions, "partition")}, ${replication === 1 ? "1 copy" : `${replication} copies`}`);
  return (worst.level === "problem" ? failed : note)(name, worst.what, worst.remedy);
}
