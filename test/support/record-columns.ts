import fc from "fast-check";
import type { Headers, Outgoing, OutgoingRecord, RecordColumns } from "../../src/broker/broker.js";
import { sliceColumns } from "../../src/broker/record-columns.js";

/** Records, none of them a tombstone, in columns. */
export function columnsOf(records: readonly (OutgoingRecord & { readonly value: Uint8Array })[]): RecordColumns {
  const ends = new Int32Array(records.length);
  let end = 0;
  for (const [i, { value }] of records.entries()) {
    end += value.length;
    ends[i] = end;
  }
  return {
    first: 0,
    count: records.length,
    bytes: new Uint8Array(Buffer.concat(records.map(({ value }) => value))),
    ends,
    keys: records.map(({ key }) => key ?? null),
    headers: records.map(({ headers }): Headers => headers ?? {}),
    timestamps: Float64Array.from(records, ({ timestamp }) => timestamp ?? Number.NaN),
  };
}

type Full = OutgoingRecord & { readonly value: Uint8Array };

/** Records, and the same as a mixture of records and of parts of columns that hold others, too. */
export function mixedForms(
  records: fc.Arbitrary<readonly OutgoingRecord[]>,
): fc.Arbitrary<{ readonly records: readonly OutgoingRecord[]; readonly mixed: readonly Outgoing[] }> {
  return fc.tuple(records, fc.infiniteStream(fc.nat(5))).map(([all, lengths]) => {
    const columns = columnsOf(all.map((record): Full => ({ ...record, value: record.value ?? new Uint8Array(1) })));
    const mixed: Outgoing[] = [];
    for (let at = 0; at < all.length; ) {
      const to = Math.min(all.length, at + lengths.next().value);
      const isFull = all.slice(at, to).every(({ value }) => value !== null);
      if (isFull) mixed.push(sliceColumns(sliceColumns(columns, at, all.length), 0, to - at));
      else mixed.push(...all.slice(at, to));
      if (to === at) mixed.push(all[at]!);
      at = Math.max(to, at + 1);
    }
    return { records: all, mixed };
  });
}
