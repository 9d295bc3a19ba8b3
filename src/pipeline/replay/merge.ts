import type { IncomingRecord } from "../../broker/broker.js";
import type { PartitionCursor } from "./partition-cursor.js";

/** Neighbours in the merged order that lie in one partition. */
export interface Run {
  readonly partition: number;
  readonly records: readonly IncomingRecord[];
}

/**
 * Merges partitions by record timestamp, ties by partition. Within a partition the order is that of offsets, whatever
 * its timestamps say: a record that is older than the one before it comes right behind that.
 *
 * Which record is next depends on the next records of the partitions alone, so a merge that is begun anew at any point
 * goes on in the same order.
 */
export class Merge {
  readonly #cursors: readonly PartitionCursor[];

  /** @param cursors in order of their partitions. */
  constructor(cursors: readonly PartitionCursor[]) {
    this.#cursors = cursors;
  }

  /** Timestamp of the next record; undefined = there is none. Must come before each {@link take}. */
  async next(): Promise<number | undefined> {
    const empty = this.#cursors.filter(({ ended, head }) => head === undefined && !ended);
    if (empty.length > 0) await Promise.all(empty.map((cursor) => cursor.read()));
    return this.#first()?.head?.timestamp;
  }

  /**
   * The next run: ends where another partition has its turn, where more has to be read, or at the limits.
   *
   * @param until no record later than this.
   */
  take(most: number, until: number): Run {
    const cursor = this.#first();
    if (cursor === undefined) throw new Error("nothing is left to merge");
    const rival = this.#first(cursor);
    const records: IncomingRecord[] = [];
    for (let head = cursor.head; head !== undefined; head = cursor.head) {
      if (records.length >= most || (records.length > 0 && head.timestamp > until)) break;
      if (rival !== undefined && !comesBefore(cursor, rival)) break;
      records.push(head);
      cursor.advance();
    }
    return { partition: cursor.partition, records };
  }

  async close(): Promise<void> {
    await Promise.all(this.#cursors.map((cursor) => cursor.close()));
  }

  #first(without?: PartitionCursor): PartitionCursor | undefined {
    let first: PartitionCursor | undefined;
    for (const cursor of this.#cursors)
      if (cursor !== without && cursor.head !== undefined && (first === undefined || comesBefore(cursor, first)))
        first = cursor;
    return first;
  }
}

/** Both have a head. */
function comesBefore(a: PartitionCursor, b: PartitionCursor): boolean {
  const [s, t] = [a.head!.timestamp, b.head!.timestamp];
  return s < t || (s === t && a.partition < b.partition);
}
