import type { IncomingRecord } from "../../broker.js";
import type { BatchList } from "./batch-list.js";
import { isVisible, recordsFrom } from "./stored-batch.js";

export interface CommittedRecords {
  readonly records: readonly IncomingRecord[];
  /** Beyond the last record and every control record, aborted record and compaction gap behind it. */
  readonly nextOffset: number;
}

/** At most `maxRecords` committed records from `from` on, never beyond the last stable offset. */
export function readCommitted(
  batches: BatchList,
  from: number,
  stableEnd: number,
  maxRecords: number,
): CommittedRecords {
  if (from >= stableEnd) return { records: [], nextOffset: from };
  let gathered: readonly IncomingRecord[] = [];
  let own: IncomingRecord[] | undefined; // a copy is made only when a read spans several batches
  for (let index = batches.indexAt(from); index < batches.length; index++) {
    const batch = batches.at(index);
    if (batch.baseOffset >= stableEnd) break;
    if (!isVisible(batch)) continue;
    const room = maxRecords - gathered.length;
    const found = recordsFrom(batch, from);
    if (found.length === 0) continue;
    if (room === 0) return { records: gathered, nextOffset: batch.baseOffset };
    const taken = found.length > room ? found.slice(0, room) : found;
    if (gathered.length === 0) gathered = taken;
    else gathered = own = appendTo(own ?? [...gathered], taken);
    if (taken !== found) return { records: gathered, nextOffset: taken[room - 1]!.offset + 1 };
  }
  return { records: gathered, nextOffset: stableEnd };
}

function appendTo(target: IncomingRecord[], records: readonly IncomingRecord[]): IncomingRecord[] {
  for (const record of records) target.push(record);
  return target;
}
