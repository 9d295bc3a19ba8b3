import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Label } from "../../../src/format/records.js";
import { JAVA, kafkaClassPath } from "../../support/kafka/jvm-jars.js";
import { hasKafka, kafkaBrokers } from "../../support/kafka/kafka-brokers.js";
import { runCommand } from "../../support/kafka/run-command.js";
import { KafkaApp, points } from "../support/kafka-app.js";

const PARTITIONS = 3;
const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const hasJava = spawnSync(JAVA, ["-version"]).status === 0;
const hasConfluent = spawnSync("python3", ["-c", "import confluent_kafka"]).status === 0;

describe.skipIf(!hasKafka())("consumers of other makes, set to read_committed", () => {
  const app = new KafkaApp(hasKafka() ? kafkaBrokers() : ["127.0.0.1:9092"]);
  let inputs: string[];

  /** A history with everything in it that readers must not see. */
  beforeAll(async () => {
    await app.createInput(PARTITIONS);
    const all = Array.from({ length: PARTITIONS }, (_, partition) => partition);
    for (const partition of all) await app.feed(partition, points(1_500, partition));
    const first = app.run("first", { commit: { interval: "20ms", points: 300 } });
    await app.until(() => first.of("committed").length >= 1, "a commit");
    await app.feed(0, points(200, 5_000));
    first.leave(); // in the middle of a unit: its transaction is left open until the next one aborts it
    const bystander = await app.admin.writer(`${app.name}-bystander`);
    const aborted = await bystander.begin();
    await aborted.append(`${app.name}.labels`, 0, [{ value: new TextEncoder().encode('{"source":"aborted"}') }]);
    await aborted.abort();
    for (const partition of all) await app.feed(partition, points(500, 1_500 + partition));
    await app.finish(app.run("second", { commit: { interval: "20ms", points: 300 } }), PARTITIONS);
    const offsets = await Promise.all(
      all.map(async (partition) => (await app.inputs(partition)).map((offset) => `${partition}/${offset}`)),
    );
    inputs = offsets.flat().sort();
  });
  afterAll(() => app.close());

  function expectOneLabelEach(output: string): void {
    const labels = output
      .trim()
      .split("\n")
      .filter((line) => line.startsWith("{")) // Java's client logs beside
      .map((line) => JSON.parse(line) as Label);
    expect(labels.map(({ source }) => `${source.partition}/${source.offset}`).sort()).toEqual(inputs);
    expect(labels).toHaveLength(PARTITIONS * 2_000 + 200);
  }

  it.skipIf(!hasJava)("Java reads exactly one label a point", async () => {
    const settings = ["-cp", await kafkaClassPath(), beside("ReadCommitted.java")];
    expectOneLabelEach(await runCommand(JAVA, [...settings, kafkaBrokers().join(), `${app.name}.labels`]));
  });

  it.skipIf(!hasConfluent)("librdkafka (confluent-kafka) reads exactly one label a point", async () => {
    const args = [beside("read_committed.py"), kafkaBrokers().join(), `${app.name}.labels`];
    expectOneLabelEach(await runCommand("python3", args));
  });
});
