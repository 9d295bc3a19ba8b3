import type { Broker, IncomingRecord } from "../../broker/broker.js";
import type { Assembly } from "../../config/assemble.js";
import type { DecodedBatch } from "../../format/decoded-batch.js";
import { decodeRecords, type RejectedRecord } from "../../pipeline/task/decode-records.js";

/** The first records of one input partition. */
export interface PartitionSample {
  readonly partition: number;
  readonly from: number;
  /** Log end. */
  readonly end: number;
  readonly records: readonly IncomingRecord[];
  readonly points: DecodedBatch;
  readonly rejected: readonly RejectedRecord[];
}

/**
 * Reads and decodes some records of each partition; joins no group, commits nothing.
 *
 * @param positions where to begin, by partition.
 * @param limit records in all, about.
 * @throws BrokerError
 */
export async function sampleInput(
  broker: Broker,
  { decoder, input, learners }: Assembly,
  positions: ReadonlyMap<number, number>,
  limit: number,
): Promise<PartitionSample[]> {
  const share = Math.max(1, Math.ceil(limit / positions.size));
  const samples: PartitionSample[] = [];
  for (const [partition, position] of positions) {
    const where = { topic: input, partition };
    const { start, end } = await broker.admin.bounds(where);
    const from = Math.min(Math.max(position, start), end);
    const records = await firstRecords(broker, where, from, share);
    const source = { ...where, dimensions: learners.dimensions };
    samples.push({ partition, from, end, records, ...decodeRecords(decoder, source, records) });
  }
  return samples;
}

async function firstRecords(
  broker: Broker,
  partition: { readonly topic: string; readonly partition: number },
  from: number,
  limit: number,
): Promise<IncomingRecord[]> {
  const records: IncomingRecord[] = [];
  for await (const piece of broker.readToEnd(partition, from)) {
    records.push(...piece.slice(0, limit - records.length));
    if (records.length >= limit) break;
  }
  return records;
}
