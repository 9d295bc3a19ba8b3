import type { Headers, Outgoing, OutgoingRecord, RecordColumns } from "./broker.js";

/** Whether these are many records in columns, and not one. */
export function isColumns(outgoing: Outgoing): outgoing is RecordColumns {
  return "ends" in outgoing;
}

/** Number of records. */
export function recordCount(records: readonly Outgoing[]): number {
  let count = 0;
  for (const outgoing of records) count += isColumns(outgoing) ? outgoing.count : 1;
  return count;
}

/** Where the value of a record begins in its columns' bytes; `index` counts from the columns' beginning. */
export function valueStart({ ends }: RecordColumns, index: number): number {
  return index === 0 ? 0 : ends[index - 1]!;
}

/** Records [from, to) of columns, counted from their first one. */
export function sliceColumns(columns: RecordColumns, from: number, to: number): RecordColumns {
  const { bytes, ends, headers, keys, timestamps } = columns;
  return { first: columns.first + from, count: to - from, bytes, ends, headers, keys, timestamps };
}

/** The records one by one, their values as views. */
export function recordsOf(records: readonly Outgoing[]): OutgoingRecord[] {
  return records.flatMap((outgoing) =>
    isColumns(outgoing) ? Array.from({ length: outgoing.count }, (_, i) => recordAt(outgoing, i)) : [outgoing],
  );
}

function recordAt(columns: RecordColumns, i: number): OutgoingRecord & { readonly headers: Headers } {
  const index = columns.first + i;
  const value = columns.bytes.subarray(valueStart(columns, index), columns.ends[index]);
  const key = columns.keys[index] ?? null;
  const headers = columns.headers[index]!;
  const timestamp = columns.timestamps[index]!;
  return Number.isNaN(timestamp) ? { key, value, headers } : { key, value, headers, timestamp };
}
