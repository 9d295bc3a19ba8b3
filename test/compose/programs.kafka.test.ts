import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { IncomingRecord } from "../../src/broker/broker.js";
import { connectKafka } from "../../src/broker/kafka/connect-kafka.js";
import type { KafkaBroker } from "../../src/broker/kafka/kafka-broker.js";
import { assemble } from "../../src/config/assemble.js";
import { loadConfig } from "../../src/config/load-config.js";
import { DecodedBatch } from "../../src/format/decoded-batch.js";
import { hasKafka, kafkaBrokers } from "../support/kafka/kafka-brokers.js";

const PATIENCE = { timeout: 60_000, interval: 100 };
const SCORES = { ordinary: 1.5, unusual: 4.2 };

const labelOf = (id: string, score: number): Uint8Array =>
  Buffer.from(
    JSON.stringify({
      schema: 1,
      source: { topic: "points", partition: 0, offset: "0" },
      id,
      version: 1,
      component: 3,
      responsibilities: { "3": 0.875 },
      logDensity: -1,
      anomaly: { score },
    }),
  );

describe.skipIf(!hasKafka())("the programs of docker-compose.yml", () => {
  const topic = `feed-${randomUUID().slice(0, 8)}`;
  const running: ChildProcess[] = [];
  let broker: KafkaBroker;

  beforeAll(() => {
    broker = connectKafka({ brokers: kafkaBrokers(), clientId: "test" });
  });
  afterEach(() => {
    for (const child of running.splice(0)) child.kill("SIGKILL");
  });
  afterAll(() => broker.close());

  /** Runs a program by its sources, whether or not the package has been built. */
  function start(name: string, env: Readonly<Record<string, string>>) {
    const child = spawn(process.execPath, ["--import", "tsx", `examples/compose/${name}.ts`], {
      env: {
        ...process.env,
        TSX_TSCONFIG_PATH: "examples/tsconfig.json",
        KAFKA_BROKERS: kafkaBrokers().join(),
        ...env,
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    running.push(child);
    const ended = once(child, "close").then(([code]) => code);
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
    });
    return { ended, text: () => text, stop: () => child.kill("SIGTERM") };
  }

  async function recordsOf(partitions: number): Promise<IncomingRecord[]> {
    const records: IncomingRecord[] = [];
    for (let partition = 0; partition < partitions; partition++)
      for await (const piece of broker.readToEnd({ topic, partition })) records.push(...piece);
    return records;
  }

  it("make the input topic once, and feed it with points until asked to stop", async () => {
    const first = start("create-input", { TOPIC: topic });
    expect([await first.ended, first.text()]).toEqual([0, `${topic}: created (3 partitions)\n`]);
    const second = start("create-input", { TOPIC: topic });
    expect([await second.ended, second.text()]).toEqual([0, `${topic}: is there\n`]);

    const feeder = start("feed", { TOPIC: topic, RATE: "500" });
    await vi.waitFor(async () => expect((await recordsOf(3)).length).toBeGreaterThan(300), PATIENCE);
    feeder.stop();
    expect(await feeder.ended).toBe(0);

    const records = await recordsOf(3);
    const ids = records.map(({ key }) => Buffer.from(key!).toString());
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain("1-0-Fpv.Close");
    expect(ids.filter((id) => id.endsWith("-High"))).toEqual([]);
    const { decoder, learners } = assemble(loadConfig({ path: "config/compose.yaml" }).config);
    const batch = new DecodedBatch(learners.dimensions, topic, 0);
    for (const record of records) expect(decoder.decode(record, batch)).toBe(1);
  });

  it("print the unusual ones among the labels, and no other", async () => {
    const app = `follow-${randomUUID().slice(0, 8)}`;
    await broker.admin.createTopics([{ topic: `${app}.labels`, partitions: 1, cleanup: "delete" }]);
    const writer = await broker.writer(`${app}-writer`);
    const follower = start("follow-labels", { APP: app });
    // It begins with what comes after it has joined, and nobody is told when that is.
    await vi.waitFor(async () => {
      const transaction = await writer.begin();
      const values = [labelOf("a", SCORES.ordinary), labelOf("b", SCORES.unusual)];
      await transaction.append(
        `${app}.labels`,
        0,
        values.map((value) => ({ value })),
      );
      await transaction.commit();
      expect(follower.text()).toContain("unusual: b  score 4.2, component 3 (0.88)\n");
    }, PATIENCE);
    follower.stop();
    expect(await follower.ended).toBe(0);
    expect(follower.text()).not.toContain("unusual: a");
    await writer.close();
  });
});
