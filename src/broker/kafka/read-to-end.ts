import type { IncomingRecord, TopicPartition } from "../broker.js";
import { BrokerError } from "../errors.js";
import { CODE, failOn } from "./network/kafka-errors.js";
import { listOffset, OFFSET_OF } from "./network/list-offsets.js";
import type { Network } from "./network/network.js";
import { type DecodedRecordSet, decodeRecordSet } from "./records/decode-record-set.js";
import { type FetchResponse, fetchRequest } from "./source/fetch-request.js";

const LIMITS = { waitMs: 100, bytes: 4_000_000, partitionBytes: 4_000_000 };
const PIECE_RECORDS = 2_000;

/** Committed records up to the last stable offset as it stands now, whenever they are iterated. */
export function readToEnd(
  network: Network,
  where: TopicPartition,
  from: number | undefined,
): AsyncIterable<readonly IncomingRecord[]> {
  const end = listOffset(network, where, OFFSET_OF.end);
  end.catch(() => undefined); // reported by the iteration, which may begin later
  return pieces(network, where, from, end);
}

async function* pieces(
  network: Network,
  where: TopicPartition,
  from: number | undefined,
  lastStable: Promise<number>,
): AsyncGenerator<readonly IncomingRecord[]> {
  const end = await lastStable;
  let position = from ?? (await listOffset(network, where, OFFSET_OF.start));
  while (position < end) {
    const at = position;
    const { records, nextOffset } = await network.persist(() => fetchFrom(network, where, at));
    const wanted = nextOffset <= end ? records : records.filter(({ offset }) => offset < end);
    for (let i = 0; i < wanted.length; i += PIECE_RECORDS) yield wanted.slice(i, i + PIECE_RECORDS);
    position = nextOffset;
  }
}

async function fetchFrom(
  network: Network,
  { topic, partition }: TopicPartition,
  offset: number,
): Promise<DecodedRecordSet> {
  const name = `${topic}/${partition}`;
  return network.withLeader(topic, partition, "read", async (link) => {
    const request = fetchRequest([{ topic, partition, offset }], LIMITS);
    const { errorCode, partitions } = await link.send<FetchResponse>(request, LIMITS.waitMs);
    failOn(`reading ${name}`, errorCode);
    const fetched = partitions[0];
    if (fetched === undefined) throw new BrokerError(`reading ${name}: the broker said nothing`, { retriable: true });
    if (fetched.errorCode === CODE.offsetOutOfRange)
      throw new BrokerError(`offset ${offset} of ${name} is gone: the log starts at ${fetched.logStart}`);
    failOn(`reading ${name}`, fetched.errorCode);
    const decoded = await decodeRecordSet(fetched.set, { from: offset, aborted: fetched.aborted });
    if (decoded.nextOffset > offset) return decoded;
    throw new BrokerError(`reading ${name}: nothing arrived at offset ${offset}`, { retriable: true });
  });
}
