import { tap } from "rxjs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Broker, Source } from "../../../src/broker/broker.js";
import { startJvmCluster } from "../../support/kafka/jvm-cluster.js";
import { hasJvmKafka, hasKafka, kafkaBrokers } from "../../support/kafka/kafka-brokers.js";
import { brokerWith } from "../support/harness.js";
import { KafkaApp, point, points } from "../support/kafka-app.js";

const bytes = new TextEncoder();

/** So many features, and records of them. */
function features(count: number) {
  const names = Array.from({ length: count }, (_, i) => `f${i}`);
  const wide = (n: number) => {
    const values = names.map((name, i) => [name, ((n * (i + 3) * 7919) % 10_007) / 10_007]);
    return { value: bytes.encode(JSON.stringify(Object.fromEntries(values))) };
  };
  return { names, wide };
}

describe.skipIf(!hasKafka())("the pipeline's bounds on a real broker", () => {
  let app: KafkaApp;
  beforeEach(() => {
    app = new KafkaApp(kafkaBrokers());
  });
  afterEach(() => app.close());

  it("12,000 labels in one unit", async () => {
    await app.createInput(1);
    await app.feed(0, points(13_000));
    const running = app.run("one", { commit: { points: 12_000, interval: "60s", bytes: "100MB" } });
    await app.until(() => running.of("committed").some(({ labels }) => labels >= 12_000), "a unit of 12,000 labels");
    running.control("stop");
    await app.until(() => running.isComplete, "the end");
    expect(await app.labelled(0)).toEqual(await app.inputs(0));
  });

  it("a snapshot larger than a broker takes by default", async () => {
    const { names, wide } = features(64);
    const model = { components: 20, seed: 1, warmup: 1_500, restarts: 1, drift: false, refits: false };
    const config = { features: names, model: { ...model, anomaly: { components: "single" as const } } };
    await app.createInput(1);
    await app.feed(
      0,
      Array.from({ length: 2_000 }, (_, n) => wide(n)),
      500,
    );
    await app.finish(app.run("one", config), 1);
    expect(await app.labelled(0)).toEqual(await app.inputs(0));
    let largest = 0;
    for await (const records of app.admin.readToEnd({ topic: `${app.name}.snapshots`, partition: 0 }))
      for (const { value } of records) largest = Math.max(largest, value?.length ?? 0);
    expect(largest).toBeGreaterThan(1_048_588);
  });

  it("a state of many MB, in parts, restored by the next", async () => {
    const { names, wide } = features(40);
    const config = { features: names, model: { components: 2, seed: 1, warmup: 12_000 } };
    await app.createInput(1);
    await app.feed(
      0,
      Array.from({ length: 11_000 }, (_, n) => wide(n)),
      1_000,
    );
    const first = app.run("first", config);
    await app.until(
      () =>
        (first.of("committed").at(-1)?.points ?? 0) > 0 &&
        first.of("committed").reduce((sum, { points: n }) => sum + n, 0) === 11_000,
      "11,000 points in the state",
    );
    first.leave();
    await app.feed(
      0,
      Array.from({ length: 2_000 }, (_, n) => wide(11_000 + n)),
      1_000,
    );
    const second = app.run("second", config);
    await app.finish(second, 1);
    const restored = second.of("restored")[0]!;
    expect(restored.points).toBe(11_000);
    expect(restored.bytes).toBeGreaterThan(11_000 * 40 * 8);
    expect(await app.labelled(0)).toEqual(await app.inputs(0));
  });

  it("records at the broker's limit and beyond the default one, good and bad", async () => {
    await app.createInput(1, { settings: { "max.message.bytes": "4000000" } });
    const large = (size: number) => ({ note: "x".repeat(size) });
    const garbage = (size: number) => ({ value: bytes.encode(`{"a":"${"y".repeat(size)}"`) });
    const records = [
      ...points(300),
      point(1, large(900_000)),
      garbage(900_000),
      point(2, large(3_500_000)),
      garbage(3_500_000),
    ];
    await app.feed(0, [...records.slice(0, 300)]);
    for (const record of records.slice(300)) await app.feed(0, [record]);
    await app.feed(0, points(100, 300));
    const running = app.run("one", {
      source: { topic: app.input, from: "earliest", format: "json", maxMessageBytes: "4MB" },
    });
    await app.finish(running, 1);
    const inputs = await app.inputs(0);
    const bad = running.of("dead-letter").map(({ offset }) => offset);
    expect(bad).toHaveLength(2);
    expect([...(await app.labelled(0)), ...bad].sort((a, b) => a - b)).toEqual(inputs);
  });

  it.each([64, 200])("%i partitions", async (partitions) => {
    await app.createInput(partitions);
    const writer = await app.admin.writer(`${app.name}-wide`);
    const transaction = await writer.begin();
    const all = Array.from({ length: partitions }, (_, partition) => partition);
    await Promise.all(all.map((partition) => transaction.append(app.input, partition, points(50, partition * 50))));
    await transaction.commit();
    const running = app.run("one");
    await app.finish(running, partitions);
    for (const partition of all) expect(await app.labelled(partition)).toEqual(await app.inputs(partition));
    const positions = await app.admin.admin.groupPositions(app.name, app.input);
    expect([...positions.values()].filter((position) => position >= 50)).toHaveLength(partitions);
  });
});

describe.skipIf(!hasJvmKafka())("a slow broker", () => {
  it("slows the input: what waits in memory stays bounded", async () => {
    const cluster = await startJvmCluster({ nodes: 1, proxied: true });
    const feeder = new KafkaApp(cluster.direct);
    const app = new KafkaApp(cluster.brokers);
    try {
      Object.assign(app, { name: feeder.name, input: feeder.input });
      await feeder.createInput(2);
      for (const partition of [0, 1]) await feeder.feed(partition, points(30_000, partition * 30_000));
      cluster.proxies[0]!.delay(60);
      let delivered = 0;
      let waiting = 0;
      const committed = () => running.of("committed").reduce((sum, { records }) => sum + records, 0);
      const count = (source: Source): Source => ({
        events$: source.events$.pipe(
          tap((event) => {
            if (event.type !== "batch") return;
            delivered += event.records.length;
            waiting = Math.max(waiting, delivered - committed());
          }),
        ),
        seek: (partition, offset) => source.seek(partition, offset),
        rejoin: () => source.rejoin(),
        commitPositions: (positions) => source.commitPositions(positions),
      });
      const counting = (broker: Broker): Broker => ({
        ...brokerWith(broker, {}),
        source: (options) => count(broker.source({ ...options, batchRecords: 500 })),
      });
      const running = app.run("slow", { commit: { points: 1_000, interval: "50ms" } }, counting);
      await app.until(() => running.of("committed").length >= 12 || running.error !== undefined, "twelve commits");
      expect(running.error).toBeUndefined();
      // One unit under way, one open, and a batch of each partition that found the open one full.
      expect(waiting).toBeLessThanOrEqual(2 * (1_000 + 500) + 2 * 500);
      cluster.proxies[0]!.delay(0);
      await feeder.until(() => committed() === 60_000, "everything committed");
      running.control("stop");
      await app.until(() => running.isComplete, "the end");
      for (const partition of [0, 1]) expect(await feeder.labelled(partition)).toEqual(await feeder.inputs(partition));
    } finally {
      await Promise.all([app.close(), feeder.close()]);
      await cluster.stop();
    }
  });
});
