import { randomUUID } from "node:crypto";
import { CompressionTypes, Kafka, logLevel } from "kafkajs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { IncomingRecord } from "../../../../src/broker/broker.js";
import type { CompressionName } from "../../../../src/broker/kafka/records/compression.js";
import { decodeRecordSet } from "../../../../src/broker/kafka/records/decode-record-set.js";
import { encodeRecordBatch } from "../../../../src/broker/kafka/records/encode-record-batch.js";
import { hasKafka, kafkaBrokers } from "../../../support/kafka/kafka-brokers.js";
import { batchAt, HEAD, javaRecords, NOW } from "./support/batches.js";
import { hasCodec } from "./support/codecs.js";
import { Wire } from "./support/wire.js";

const CORRUPT_MESSAGE = 2;
const text = (bytes: Uint8Array | null) => new TextDecoder().decode(bytes ?? undefined);
const NO_PRODUCER = { producerId: -1n, producerEpoch: -1, firstSequence: -1 };

describe.skipIf(!hasKafka())("record batches on a broker", () => {
  const topic = `records-${randomUUID()}`;
  const kafka = () => new Kafka({ brokers: kafkaBrokers(), logLevel: logLevel.NOTHING });
  let wire: Wire;

  beforeAll(async () => {
    const admin = kafka().admin();
    await admin.connect();
    const configEntries = [{ name: "retention.ms", value: "-1" }]; // the records are of a fixed date
    await admin.createTopics({ topics: [{ topic, numPartitions: 1, replicationFactor: 1, configEntries }] });
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    const { brokers } = await admin.describeCluster();
    wire = await Wire.connect(brokers.find(({ nodeId }) => nodeId === topics[0]!.partitions[0]!.leader)!);
    await admin.disconnect();
  });
  afterAll(() => wire?.close());

  const names: readonly CompressionName[] = ["none", "gzip", "snappy", "lz4", "zstd"];
  it.each(names.filter(hasCodec))("are accepted and come back, compressed by %s", async (compression) => {
    const batch = await encodeRecordBatch(javaRecords(50), { ...HEAD, ...NO_PRODUCER, compression });
    const { error, offset } = await wire.produce(topic, batch);
    expect(error).toBe(0);
    const fetched = await wire.fetch(topic, offset + 3);
    const decoded = await decodeRecordSet(fetched.set, { from: offset + 3, aborted: fetched.aborted });
    const expected = javaRecords(50).map((record, i) => ({ ...record, offset: offset + i }));
    expect(decoded).toMatchObject({ records: expected.slice(3), nextOffset: offset + 40, truncated: false });
  });

  it("are refused when a byte is wrong: the broker checks what we write", async () => {
    const batch = batchAt(0, [{ value: Uint8Array.of(1) }], NO_PRODUCER);
    batch[batch.length - 1]! ^= 1;
    expect((await wire.produce(topic, batch)).error).toBe(CORRUPT_MESSAGE);
  });

  it("of kafkajs are read, with gzip and without; those of its aborted transactions are not", async () => {
    const last = await wire.produce(topic, batchAt(0, [{ value: null }], NO_PRODUCER));
    const producer = kafka().producer({ transactionalId: topic, maxInFlightRequests: 1, idempotent: true });
    await producer.connect();
    for (const [fate, compression] of [
      ["abort", CompressionTypes.None],
      ["commit", CompressionTypes.GZIP],
      ["abort", CompressionTypes.GZIP],
      ["commit", CompressionTypes.None],
    ] as const) {
      const transaction = await producer.transaction();
      const messages = Array.from({ length: 20 }, (_, i) => ({ key: fate, value: `${i}`, timestamp: `${NOW + i}` }));
      await transaction.send({ topic, messages, compression });
      await transaction[fate]();
    }
    await producer.disconnect();
    const from = last.offset + 1;
    const records: IncomingRecord[] = [];
    for (let next = from; next < from + 4 * 21; ) {
      const { set, aborted } = await wire.fetch(topic, next); // waits a second for more to become stable
      const decoded = await decodeRecordSet(set, { from: next, aborted });
      records.push(...decoded.records);
      next = decoded.nextOffset;
    }
    expect(records.map(({ offset, timestamp, key, value }) => [offset, timestamp, text(key), text(value)])).toEqual(
      [1, 3].flatMap((n) => Array.from({ length: 20 }, (_, i) => [from + 21 * n + i, NOW + i, "commit", `${i}`])),
    );
  });
});
