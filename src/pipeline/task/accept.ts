import type { IncomingRecord, SourceBatch } from "../../broker/broker.js";

/** What is to become of a batch that was delivered. */
export type Acceptance =
  /** Offsets [from, to) are learned now; `records` are those of them that exist. */
  | {
      readonly type: "accepted";
      readonly from: number;
      readonly to: number;
      readonly records: readonly IncomingRecord[];
    }
  /** Everything in it was accepted before. */
  | { readonly type: "redelivered" }
  /** It was fetched beyond the accepted position: records between would be lost. */
  | { readonly type: "ahead"; readonly position: number }
  /** A partition that this task has not taken yet. */
  | { readonly type: "unknown" };

/**
 * Judges a batch by the accepted position of its partition and moves that position.
 *
 * What counts is the offset that was *fetched from*: control records, aborted records and compaction leave gaps before
 * the first record, so a gap there is normal. Redelivery is judged by the accepted, not the committed position.
 */
export function accept(positions: Map<number, number>, batch: SourceBatch): Acceptance {
  const position = positions.get(batch.partition);
  if (position === undefined) return { type: "unknown" };
  if (batch.fetchOffset > position) return { type: "ahead", position };
  if (batch.nextOffset <= position) return { type: "redelivered" };
  positions.set(batch.partition, batch.nextOffset);
  const { records } = batch;
  const first = records.findIndex((record) => record.offset >= position);
  const fresh = first === 0 ? records : first < 0 ? [] : records.slice(first);
  return { type: "accepted", from: position, to: batch.nextOffset, records: fresh };
}
