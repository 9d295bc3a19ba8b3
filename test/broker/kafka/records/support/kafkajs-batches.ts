import { createRequire } from "node:module";
import type { OutgoingRecord } from "../../../../../src/broker/broker.js";
import type { RecordBatchHead } from "../../../../../src/broker/kafka/records/encode-record-batch.js";

// kafkajs' own code as oracle; it keeps these modules to itself and has no types for them.
const require = createRequire(import.meta.url);
const protocol = "kafkajs/src/protocol";
const Decoder = require(`${protocol}/decoder.js`);
const Record = require(`${protocol}/recordBatch/record/v0/index.js`);
const decodeBatch = require(`${protocol}/recordBatch/v0/decoder.js`);
const { RecordBatch } = require(`${protocol}/recordBatch/v0/index.js`);

interface KafkaJsRecord {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer>>;
}

/** The record batch that kafkajs writes. */
export async function kafkaJsBatch(records: readonly OutgoingRecord[], head: RecordBatchHead): Promise<Uint8Array> {
  const buffer = (bytes: Uint8Array | null | undefined) => (bytes == null ? null : Buffer.from(bytes));
  const times = records.map(({ timestamp }) => timestamp ?? head.now);
  const encoder = await RecordBatch({
    compression: head.compression === "gzip" ? 1 : 0,
    firstTimestamp: times[0],
    maxTimestamp: Math.max(...times),
    partitionLeaderEpoch: -1,
    lastOffsetDelta: records.length - 1,
    transactional: head.transactional,
    producerId: String(head.producerId),
    producerEpoch: head.producerEpoch,
    firstSequence: head.firstSequence,
    records: records.map(({ key, value, headers }, offsetDelta) =>
      Record({
        offsetDelta,
        timestampDelta: times[offsetDelta]! - times[0]!,
        key: buffer(key),
        value: buffer(value),
        headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, bytes]) => [name, buffer(bytes)])),
      }),
    ),
  });
  return new Uint8Array(encoder.buffer);
}

/** The records that kafkajs reads in a record batch. */
export async function kafkaJsRecords(batch: Uint8Array): Promise<readonly KafkaJsRecord[]> {
  const { records } = await decodeBatch(new Decoder(Buffer.from(batch)));
  return records;
}
