import { createRequire } from "node:module";
import type { OutgoingRecord } from "../src/broker/broker.js";
import { decodeRecordSet } from "../src/broker/kafka/records/decode-record-set.js";
import { encodeRecordBatch } from "../src/broker/kafka/records/encode-record-batch.js";

// `npx tsx bench/records.ts`: record batches written and read here and by kafkajs' own code, in turns.

const BATCH = 500;
const BATCHES = 400;
const RUNS = 7;
const require = createRequire(import.meta.url);
const kafkajs = "kafkajs/src/protocol";
const Decoder = require(`${kafkajs}/decoder.js`);
const Record = require(`${kafkajs}/recordBatch/record/v0/index.js`);
const decodeBatch = require(`${kafkajs}/recordBatch/v0/decoder.js`);
const { RecordBatch } = require(`${kafkajs}/recordBatch/v0/index.js`);

const NOW = 1_763_856_000_000;
const records: OutgoingRecord[] = Array.from({ length: BATCH }, (_, i) => ({
  key: Buffer.from(`key-${i}`),
  value: Buffer.alloc(150, i),
  timestamp: NOW + i,
}));
const head = {
  producerId: 4000n,
  producerEpoch: 0,
  firstSequence: 0,
  transactional: true,
  compression: "none",
  now: NOW,
} as const;
const set = await encodeRecordBatch(records, head);

const steps: Record<string, () => unknown> = {
  "encode, mixtide": () => encodeRecordBatch(records, head),
  "encode, kafkajs": () =>
    RecordBatch({
      firstTimestamp: NOW,
      maxTimestamp: NOW + BATCH - 1,
      lastOffsetDelta: BATCH - 1,
      transactional: true,
      producerId: "4000",
      records: records.map(({ key, value, timestamp }, offsetDelta) =>
        Record({ offsetDelta, timestampDelta: (timestamp ?? NOW) - NOW, key, value }),
      ),
    }),
  "decode, mixtide": () => decodeRecordSet(set, { from: 0, aborted: null }),
  "decode, kafkajs": () => decodeBatch(new Decoder(Buffer.from(set.buffer, set.byteOffset, set.length))),
};

/** µs of one record. */
async function measure(step: () => unknown): Promise<number> {
  const start = process.hrtime.bigint();
  for (let i = 0; i < BATCHES; i++) await step();
  return Number(process.hrtime.bigint() - start) / 1e3 / (BATCH * BATCHES);
}

const figures = new Map(Object.keys(steps).map((name) => [name, [] as number[]]));
for (let run = 0; run <= RUNS; run++)
  for (const [name, step] of Object.entries(steps)) {
    const figure = await measure(step);
    if (run > 0) figures.get(name)!.push(figure); // the first run warms up
  }

console.log(`µs a record of 150 bytes, batches of ${BATCH}, median of ${RUNS}; Node ${process.version}`);
for (const [name, all] of figures) console.log(name.padEnd(18), all.sort((a, b) => a - b)[RUNS >> 1]!.toFixed(2));
