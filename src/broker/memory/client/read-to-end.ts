import type { IncomingRecord, TopicPartition } from "../../broker.js";
import { BrokerError } from "../../errors.js";
import type { LogRead } from "../log/partition-log.js";
import type { Topics } from "../topics.js";
import type { Link } from "./link.js";

const PIECE_RECORDS = 1_000;

/** Committed records up to the last stable offset as it stands now, whenever they are iterated. */
export function readToEnd(
  link: Link,
  topics: Topics,
  partition: TopicPartition,
  from: number | undefined,
): AsyncIterable<readonly IncomingRecord[]> {
  const call = { name: "readToEnd", ...partition } as const;
  const bounds = link.call(call, () => {
    const { start, stableEnd } = topics.log(partition);
    return { start, end: stableEnd };
  });
  bounds.catch(() => {}); // reported by the iteration, which may begin later
  const readAt = (position: number) => link.call(call, () => readPiece(topics, partition, position));
  return pieces(bounds, readAt, from);
}

async function* pieces(
  bounds: Promise<{ readonly start: number; readonly end: number }>,
  readAt: (position: number) => Promise<LogRead>,
  from: number | undefined,
): AsyncGenerator<readonly IncomingRecord[]> {
  const { start, end } = await bounds;
  for (let position = from ?? start; position < end; ) {
    const { records, nextOffset } = await readAt(position);
    const wanted = nextOffset <= end ? records : records.filter(({ offset }) => offset < end);
    if (wanted.length > 0) yield wanted;
    position = nextOffset;
  }
}

function readPiece(topics: Topics, partition: TopicPartition, position: number): LogRead {
  const log = topics.log(partition);
  if (log.holds(position)) return log.read(position, PIECE_RECORDS);
  const where = `${partition.topic}/${partition.partition}`;
  throw new BrokerError(`offset ${position} of ${where} is gone: the log starts at ${log.start}`);
}
