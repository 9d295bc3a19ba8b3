import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, test } from "vitest";
import type { Broker } from "../../../src/broker/broker.js";
import { connectKafka } from "../../../src/broker/kafka/connect-kafka.js";
import { hasKafka, kafkaBrokers } from "../../support/kafka/kafka-brokers.js";
import { type Ran, runCli } from "../support/run-cli.js";
import { temporaryFile } from "../support/temporary.js";

const PARTITIONS = 3;
const EPOCH = Date.UTC(2025, 10, 23);

describe.skipIf(!hasKafka())("history on a real broker", () => {
  const app = `live-${randomUUID().slice(0, 8)}`;
  const topic = `points-${app}`;
  let broker: Broker;
  let config: string;
  let produced = 0;

  const run = (args: readonly string[], signal?: AbortSignal): Promise<Ran> =>
    runCli(
      args.map((arg) => (arg === "CONFIG" ? config : arg)),
      signal === undefined ? {} : { signal },
    );

  /** Points a second apart, by turns in all partitions; before each batch some records that are aborted. */
  const produce = async (count: number): Promise<void> => {
    const writer = await broker.writer(`producer-${app}`);
    const records = Array.from({ length: PARTITIONS }, (_, partition) => {
      const own = Array.from({ length: count }, (_, i) => produced + i).filter((i) => i % PARTITIONS === partition);
      return own.map((i) => {
        const centre = i % 7 < 3 ? 10 : 0;
        const point = { x: centre + ((i * 7919) % 101) / 50, y: centre + ((i * 104_729) % 97) / 48 };
        return { value: Buffer.from(JSON.stringify(point)), timestamp: EPOCH + 1000 * i };
      });
    });
    for (const end of ["abort", "commit"] as const) {
      const transaction = await writer.begin();
      for (const [partition, own] of records.entries()) await transaction.append(topic, partition, own);
      await transaction[end]();
    }
    await writer.close();
    produced += count;
  };

  const labels = async (name: string): Promise<string[]> => {
    const found: string[] = [];
    for (let partition = 0; partition < PARTITIONS; partition++)
      for await (const records of broker.readToEnd({ topic: `${name}.labels`, partition }))
        for (const { value } of records) found.push(Buffer.from(value!).toString());
    return found;
  };

  const until = async (condition: () => Promise<boolean>): Promise<void> => {
    for (let i = 0; i < 400 && !(await condition()); i++) await sleep(50);
    expect(await condition()).toBe(true);
  };

  const begin = async (): Promise<void> => {
    config = temporaryFile(
      "pipeline.yaml",
      `app: ${app}\nkafka: { brokers: [${kafkaBrokers().map((one) => JSON.stringify(one))}] }\n` +
        `source: { topic: ${topic}, from: earliest }\nfeatures: [x, y]\nmodel: { components: 2, warmup: 300 }\n` +
        "commit: { interval: 50ms }\njournal: { checkpointEvery: 5 }\n",
    );
    broker = connectKafka({ brokers: kafkaBrokers(), clientId: "history-test" });
    await broker.admin.createTopics([
      { topic, partitions: PARTITIONS, cleanup: "delete", settings: { "retention.ms": "-1" } },
    ]);
    await produce(3000);
    expect(await run(["topics", "create", "CONFIG"])).toMatchObject({ code: 0 });
  };

  afterAll(() => broker?.close());

  test("is replayed, compared and promoted beside the running app, which labels each point once", async () => {
    await begin();
    const stop = new AbortController();
    const running = run(["run", "CONFIG"], stop.signal);
    await until(async () => (await labels(app)).length === 3000);
    const group = await broker.admin.groupPositions(app, topic);

    const replayed = await run(["replay", "CONFIG", "--app", `${app}-new`, "--set", "model.components=3", "--json"]);
    expect(replayed).toMatchObject({ code: 0 });
    expect(JSON.parse(replayed.stdout)).toMatchObject({ complete: true, points: 3000, labels: 3000 });
    const again = await run(["replay", "CONFIG", "--app", `${app}-again`, "--set", "model.components=3"]);
    expect(again).toMatchObject({ code: 0 });
    expect(await labels(`${app}-again`)).toEqual(await labels(`${app}-new`));
    expect(await broker.admin.groupPositions(app, topic)).toEqual(group);
    expect((await broker.admin.groupPositions(`${app}-new`, topic)).size).toBe(0);

    const compared = await run(["replay", "compare", "CONFIG", "--app", `${app}-new`, "--json"]);
    const { points, warmup } = JSON.parse(compared.stdout);
    expect(points + warmup).toBe(3000);

    expect(await run(["promote", "CONFIG", "--from-app", `${app}-new`, "--yes"])).toMatchObject({ code: 0 });
    await produce(300);
    await until(async () => (await labels(app)).length >= 3300);
    expect(await run(["promote", "CONFIG", "--undo", "--yes"])).toMatchObject({ code: 0 });
    await produce(300);
    await until(async () => (await labels(app)).length >= 3600);
    stop.abort();
    expect(await running).toMatchObject({ code: 0 });

    const found = (await labels(app)).map((text) => JSON.parse(text));
    const places = found.map(({ source }) => `${source.partition}/${source.offset}`);
    expect([places.length, new Set(places).size]).toEqual([3600, 3600]);
    const byPromoted = found.filter(({ component }) => component >= 2).length;
    expect(byPromoted).toBeGreaterThanOrEqual(300);

    const verified = await run(["replay", "CONFIG", "--verify", "--json"]);
    expect(verified).toMatchObject({ code: 0 });
    expect(JSON.parse(verified.stdout)).toMatchObject({ identical: true, from: 0, points: 3600, promotions: 2 });
  });
});
