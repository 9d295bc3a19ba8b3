import type { Broker, OutgoingRecord } from "../../src/broker/broker.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import { sample } from "../../test/support/fixed-mixtures.js";
import { benchCase, type Case } from "../data.js";
import { type MessageFormat, PARTITIONS, POINTS_PER_MESSAGE } from "./trial.js";

export const D = 8;
export const K = 16;
/** Points made and written at once. */
const PIECE = 30_000;
/** Points in a record batch, which has to stay below 1 MB. */
const BATCH = 5_000;

/** The mixture that the points come from. */
export const truth = (): Case => benchCase("separated", D, K, 0);

/** Makes a topic of `count` points, the same every time, evenly over its partitions. */
export async function fillInput(broker: Broker, topic: string, format: MessageFormat, count: number): Promise<void> {
  const settings = { "retention.ms": "-1" };
  await broker.admin.createTopics([{ topic, partitions: PARTITIONS, cleanup: "delete", settings }]);
  const writer = await broker.writer(`${topic}-fill`);
  const { mixture } = truth();
  for (let from = 0, piece = 0; from < count; from += PIECE, piece++) {
    const points = sample(mixture, Math.min(PIECE, count - from), 1000 + piece);
    const transaction = await writer.begin();
    for (let at = 0, batch = piece; at < points.count; at += BATCH, batch++)
      await transaction.append(
        topic,
        batch % PARTITIONS,
        messages(points, at, Math.min(at + BATCH, points.count), format),
      );
    await transaction.commit();
  }
  await writer.close();
}

function messages({ values }: PointBatch, from: number, to: number, format: MessageFormat): OutgoingRecord[] {
  const each = POINTS_PER_MESSAGE[format];
  const records: OutgoingRecord[] = [];
  for (let at = from; at < to; at += each) {
    const rows = values.slice(at * D, Math.min(at + each, to) * D);
    const value = format === "json" ? Buffer.from(JSON.stringify(Array.from(rows))) : Buffer.from(rows.buffer);
    records.push({ key: null, value });
  }
  return records;
}
