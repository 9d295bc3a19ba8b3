import { randomUUID } from "node:crypto";
import { firstValueFrom, type Subscription } from "rxjs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { OutgoingRecord } from "../../src/broker/broker.js";
import { connectKafka } from "../../src/broker/kafka/connect-kafka.js";
import type { KafkaBroker } from "../../src/broker/kafka/kafka-broker.js";
import { PointLayout } from "../../src/format/point-layout.js";
import type { Alert } from "../../src/format/records.js";
import { snapshotOf } from "../../src/format/snapshot.js";
import { Mixture } from "../../src/mixture/mixture.js";
import { alerts } from "../../src/readers/alerts.js";
import { type LabelBatch, labels } from "../../src/readers/labels.js";
import { latestSnapshots } from "../../src/readers/latest-snapshots.js";
import { mendedKafkajs } from "../../src/readers/mended-kafkajs.js";
import { hasKafka, kafkaBrokers } from "../support/kafka/kafka-brokers.js";

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const labelOf = (offset: number): OutgoingRecord => ({
  value: bytes({
    schema: 1,
    source: { topic: "points", partition: 0, offset: String(offset) },
    version: 1,
    component: 0,
    responsibilities: { "0": 1 },
    logDensity: -1,
    anomaly: { score: 0 },
  }),
});

describe.skipIf(!hasKafka())("readers of an app's topics", () => {
  let broker: KafkaBroker;
  const app = `readers-${randomUUID().slice(0, 8)}`;
  const subscriptions: Subscription[] = [];

  beforeAll(async () => {
    broker = connectKafka({ brokers: kafkaBrokers(), clientId: "test" });
    await broker.admin.createTopics([
      { topic: `${app}.labels`, partitions: 2, cleanup: "delete" },
      { topic: `${app}.alerts`, partitions: 1, cleanup: "delete" },
      { topic: `${app}.model`, partitions: 1, cleanup: "compact" },
    ]);
  });
  afterAll(async () => {
    for (const subscription of subscriptions) subscription.unsubscribe();
    await broker.close();
  });

  async function publish(
    topic: string,
    partition: number,
    records: OutgoingRecord[],
    fate: "commit" | "abort" = "commit",
  ) {
    const id = `${app}-${randomUUID()}`;
    const writer = await broker.writer(id);
    const transaction = await writer.begin();
    await transaction.append(topic, partition, records);
    await transaction[fate]();
    await broker.writer(id); // waits until the outcome is written
  }

  const how = () => ({ brokers: kafkaBrokers(), clientId: "reader", app });
  function collect(group?: string) {
    const batches: LabelBatch[] = [];
    const subscription = labels({ ...how(), ...(group === undefined ? {} : { group }) }).subscribe((batch) =>
      batches.push(batch),
    );
    subscriptions.push(subscription);
    const offsets = () =>
      batches.flatMap((batch) => batch.labels.map(({ source }) => Number(source.offset))).sort((a, b) => a - b);
    return { batches, offsets, leave: () => subscription.unsubscribe() };
  }

  it("labels: everybody without a group gets everything committed, a group shares and goes on where it was", async () => {
    const topic = `${app}.labels`;
    await publish(topic, 0, [labelOf(0), labelOf(1)]);
    await publish(topic, 0, [labelOf(666)], "abort");
    await publish(topic, 1, [labelOf(2)]);
    const [one, two] = [collect(), collect()];
    await vi.waitFor(
      () =>
        expect([one.offsets(), two.offsets()]).toEqual([
          [0, 1, 2],
          [0, 1, 2],
        ]),
      20_000,
    );
    const first = collect("group");
    await vi.waitFor(() => expect(first.offsets()).toEqual([0, 1, 2]), 20_000);
    for (const batch of first.batches) if (batch.partition === 0) batch.ack();
    await vi.waitFor(
      async () => expect((await broker.admin.groupPositions("group", topic)).get(0)).toBeGreaterThan(1),
      20_000,
    );
    first.leave();
    const second = collect("group");
    await vi.waitFor(() => expect(second.offsets()).toEqual([2]), 20_000);
    await publish(topic, 0, [labelOf(3)]);
    await vi.waitFor(() => expect(second.offsets()).toEqual([2, 3]), 20_000);
    for (const batch of one.batches) batch.ack();
    await vi.waitFor(() => expect(one.offsets()).toEqual([0, 1, 2, 3]), 20_000);
  });

  it("alerts: those that were committed, of points and of drift", async () => {
    const topic = `${app}.alerts`;
    const drift = { schema: 1, kind: "drift", version: 4, points: 900, detector: "adwin", message: "changed" };
    const anomaly = { ...JSON.parse(new TextDecoder().decode(labelOf(7).value!)), kind: "anomaly" };
    await publish(topic, 0, [{ value: bytes(anomaly) }]);
    await publish(topic, 0, [{ value: bytes({ ...drift, version: 666 }) }], "abort");
    await publish(topic, 0, [{ value: bytes(drift) }]);
    const seen: Alert[] = [];
    const subscription = alerts(how()).subscribe((batch) => {
      seen.push(...batch.alerts);
      batch.ack();
    });
    subscriptions.push(subscription);
    await vi.waitFor(() => expect(seen).toEqual([anomaly, drift]), 20_000);
  });

  it("latestSnapshots: the newest at once, then each that follows", async () => {
    const topic = `${app}.model`;
    await publish(topic, 0, [snapshot(1), snapshot(2)]);
    await publish(topic, 0, [snapshot(3)]);
    const seen: number[] = [];
    subscriptions.push(latestSnapshots(how()).subscribe(({ version }) => seen.push(version)));
    await vi.waitFor(() => expect(seen).toEqual([3]), 20_000);
    await publish(topic, 0, [snapshot(4), snapshot(5)]);
    await vi.waitFor(() => expect(seen).toEqual([3, 4, 5]), 20_000);
    expect((await firstValueFrom(latestSnapshots(how()))).version).toBe(5);
  });

  it("latestSnapshots: fails for an app that is not there", async () => {
    await expect(firstValueFrom(latestSnapshots({ ...how(), app: "nobody" }))).rejects.toThrow("nobody.model");
  });

  it("the mended kafkajs consumer gives committed records only", async () => {
    const topic = `${app}-interleaved`;
    await broker.admin.createTopics([{ topic, partitions: 1, cleanup: "delete" }]);
    const [good, bad] = [await broker.writer(`${app}-good`), await broker.writer(`${app}-bad`)];
    for (let i = 0; i < 5; i++) {
      const [committed, aborted] = [await good.begin(), await bad.begin()];
      await aborted.append(topic, 0, [{ value: bytes(`ABORTED ${i}`) }]);
      await committed.append(topic, 0, [{ value: bytes(`good ${i}`) }]);
      await aborted.append(topic, 0, [{ value: bytes(`ABORTED ${i}`) }]);
      await committed.commit();
      await aborted.abort();
    }
    const consumer = mendedKafkajs({ brokers: kafkaBrokers(), clientId: "other", logLevel: 0 }).consumer({
      groupId: `${app}-other`,
    });
    const seen: unknown[] = [];
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({ eachMessage: async ({ message }) => void seen.push(JSON.parse(String(message.value))) });
    await vi.waitFor(() => expect(seen.length).toBeGreaterThanOrEqual(5), 20_000);
    await consumer.disconnect();
    expect(seen).toEqual([0, 1, 2, 3, 4].map((i) => `good ${i}`));
  });

  function snapshot(version: number): OutgoingRecord {
    const mixture = new Mixture({ covarianceType: "full", weights: [1], means: [version], covariances: [1] });
    const { features } = new PointLayout({ features: ["x"] });
    const provenance = { model: app, version, previous: null, points: 10, features };
    const record = snapshotOf(mixture, provenance, { mean: Number.NaN, recent: Number.NaN });
    return { key: bytes(app), value: bytes(record) };
  }
});
