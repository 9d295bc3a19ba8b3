import { expect, test } from "vitest";
import type { TopicDescription, TopicSpec } from "../../../src/broker/broker.js";
import { checkInput, checkTopics } from "../../../src/cli/kafka/check-topics.js";
import { appTopics, topicSpecs } from "../../../src/pipeline/topics.js";

const specs = topicSpecs(appTopics("a", "points"), 4, 3);
const asWanted = ({ partitions, cleanup, replication = 1, settings }: TopicSpec): TopicDescription => {
  return { partitions, replication, settings: { ...settings, "cleanup.policy": cleanup } };
};
const INPUT: TopicDescription = { partitions: 4, replication: 3, settings: { "retention.ms": "604800000" } };

/** What is said of one topic that differs from what is wanted. */
function findingsOf(
  topic: string,
  change: Partial<TopicDescription> & { set?: Record<string, string> },
  input = INPUT,
) {
  const described = new Map(specs.map((spec) => [spec.topic, asWanted(spec)]));
  const { set, ...rest } = change;
  const before = described.get(topic)!;
  described.set(topic, { ...before, ...rest, settings: { ...before.settings, ...set } });
  const context = { broker: "b:9092", config: "c.yaml", sendBytes: 900_000, input };
  return checkTopics(specs, described, context).flatMap(({ findings }) => findings);
}

test("nothing is wrong with topics as they are wanted", () => {
  expect(findingsOf("a.labels", {})).toEqual([]);
});

test.each<[string, string, Parameters<typeof findingsOf>[1], string]>([
  ["a.state", "problem", { set: { "cleanup.policy": "delete" } }, "cleanup.policy is delete, should be compact"],
  ["a.labels", "problem", { set: { "cleanup.policy": "compact" } }, "cleanup.policy is compact, should be delete"],
  ["a.journal", "problem", { set: { "retention.ms": "604799999" } }, "kept for a shorter time than the input"],
  ["a.model", "problem", { set: { "unclean.leader.election.enable": "true" } }, "may be lost"],
  ["a.labels", "problem", { set: { "max.message.bytes": "500000" } }, "up to 900000 bytes are sent at once"],
  ["a.snapshots", "note", { set: { "max.message.bytes": "1048588" } }, "a snapshot of a large mixture does not fit"],
  ["a.labels", "problem", { replication: 1 }, "fewer copies: nothing can be written"],
  ["a.labels", "note", { set: { "min.insync.replicas": "1" } }, "one copy is no safe commit"],
  ["a.labels", "note", { partitions: 3 }, "it has 3 partitions, the input 4"],
  ["a.labels", "note", { replication: 2 }, "2 of 3 copies"],
  ["a.state", "note", { set: { "segment.bytes": "1073741824" } }, "restores take longer"],
])("%s: a %s with %j", (topic, level, change, what) => {
  const findings = findingsOf(topic, change);
  expect(findings.map((finding) => finding.level)).toContain(level);
  expect(findings.find((finding) => finding.level === level)?.what).toContain(what);
});

test("remedies are commands as they are typed", () => {
  const [finding] = findingsOf("a.state", { set: { "cleanup.policy": "delete" } });
  expect(finding?.remedy).toBe(
    "kafka-configs.sh --bootstrap-server b:9092 --alter --entity-type topics --entity-name a.state --add-config cleanup.policy=compact",
  );
});

test("a topic's largest message shall be what the topic is made with", () => {
  const tooSmall = { set: { "max.message.bytes": "500000" } };
  expect(findingsOf("a.snapshots", tooSmall)[0]?.remedy).toMatch(/ max\.message\.bytes=33554432$/);
  expect(findingsOf("a.labels", tooSmall)[0]?.remedy).toMatch(/ max\.message\.bytes=1048588$/);
});

test("a journal as long as the input is fine; none is, beside an input that is kept for ever", () => {
  const week = { set: { "retention.ms": "604800000" } };
  expect(findingsOf("a.journal", week)).toEqual([]);
  expect(findingsOf("a.journal", week, { ...INPUT, settings: { "retention.ms": "-1" } })).toHaveLength(1);
});

test("an input with fewer copies than it might have is noted", () => {
  expect(checkInput("points", { ...INPUT, replication: 1 }, 3).findings).toMatchObject([{ level: "note" }]);
  expect(checkInput("points", INPUT, 3).findings).toEqual([]);
});
