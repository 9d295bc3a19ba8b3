import type { IncomingRecord } from "../../broker.js";
import type { PartitionLog } from "./partition-log.js";
import type { StoredBatch } from "./stored-batch.js";

export interface InspectedRecord extends IncomingRecord {
  /** Plain records are committed. */
  readonly fate: "committed" | "aborted" | "open";
  /** Absent on plain records. */
  readonly transactionalId?: string;
  readonly epoch?: number;
}

export interface ControlRecord {
  readonly offset: number;
  readonly marker: "commit" | "abort";
  readonly transactionalId: string;
  readonly epoch: number;
}

export interface InspectedLog {
  readonly start: number;
  readonly stableEnd: number;
  readonly end: number;
  readonly records: readonly InspectedRecord[];
  readonly controlRecords: readonly ControlRecord[];
}

export function inspectLog(log: PartitionLog): InspectedLog {
  const records: InspectedRecord[] = [];
  const controlRecords: ControlRecord[] = [];
  for (const batch of log.batches()) {
    if (batch.marker === undefined) {
      for (const record of inspectBatch(batch)) records.push(record);
    } else {
      const { transactionalId, epoch } = batch.transaction!;
      controlRecords.push({ offset: batch.baseOffset, marker: batch.marker, transactionalId, epoch });
    }
  }
  return { start: log.start, stableEnd: log.stableEnd, end: log.end, records, controlRecords };
}

function inspectBatch({ records, transaction }: StoredBatch): InspectedRecord[] {
  if (transaction === undefined) return records.map((record) => ({ ...record, fate: "committed" }));
  const { fate, transactionalId, epoch } = transaction;
  return records.map((record) => ({ ...record, fate, transactionalId, epoch }));
}
