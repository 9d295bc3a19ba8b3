import { isVisible, type StoredBatch, withRecords } from "./stored-batch.js";

// WHATWG "latin1" maps the 256 byte values to 256 different characters: equal strings = equal keys.
const keys = new TextDecoder("latin1");

/**
 * What log compaction leaves of batches that are all settled (below the last stable offset): of each key the newest
 * committed record, tombstones only while younger than the horizon, nothing aborted, no control records. Offsets stay.
 *
 * @param tombstoneHorizon tombstones appended before this instant (cluster's clock, ms) go
 */
export function compacted(batches: readonly StoredBatch[], tombstoneHorizon: number): StoredBatch[] {
  const newest = newestOffsets(batches);
  const kept: StoredBatch[] = [];
  for (const batch of batches) {
    if (!isVisible(batch)) continue;
    const expired = batch.appendedAt < tombstoneHorizon;
    const records = batch.records.filter(
      (record) => newest.get(keys.decode(record.key!)) === record.offset && !(expired && record.value === null),
    );
    if (records.length === batch.records.length) kept.push(batch);
    else if (records.length > 0) kept.push(withRecords(batch, records));
  }
  return kept;
}

function newestOffsets(batches: readonly StoredBatch[]): Map<string, number> {
  const newest = new Map<string, number>();
  for (const batch of batches) {
    if (!isVisible(batch)) continue;
    for (const record of batch.records) newest.set(keys.decode(record.key!), record.offset);
  }
  return newest;
}
