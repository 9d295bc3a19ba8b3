import type { Admin } from "../../broker/broker.js";
import { nearest } from "../../config/nearest.js";
import { appTopics } from "../../pipeline/topics.js";
import { CliError } from "../errors.js";

/** How many of the topics that are there are named. */
const NAMED = 10;

/**
 * Partitions of the input topic.
 *
 * @throws CliError when there is no such topic; it names the nearest one that there is.
 */
export async function inputPartitions(admin: Admin, topic: string): Promise<number> {
  const count = (await admin.partitionCounts([topic])).get(topic);
  if (count !== undefined) return count;
  throw new CliError(`there is no topic "${topic}" in this cluster, or no right to see it`, {
    remedy: topicRemedy(topic, await admin.listTopics()),
  });
}

/** Ends of the names of topics that some app writes: nobody learns from those. */
const WRITTEN = Object.values(appTopics("", "")).filter((name) => name !== "");

/** @param seen topics that this client may see. */
export function topicRemedy(topic: string, seen: readonly string[]): string {
  const known = seen.filter((name) => !WRITTEN.some((end) => name.endsWith(end)));
  const close = nearest(topic, known) ?? known.find((name) => name.includes(topic) || topic.includes(name));
  if (close !== undefined) return `Did you mean ${close}? The name stands in source.topic.`;
  if (known.length === 0)
    return "There are no topics that this user may see: create it where the points come from, or ask for Describe.";
  const more = known.length > NAMED ? `, and ${known.length - NAMED} more` : "";
  return `source.topic should be one of ${[...known].sort().slice(0, NAMED).join(", ")}${more}.`;
}
