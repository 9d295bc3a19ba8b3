import { openInput } from "../../files/open-input.js";
import { CsvSplitter } from "../../format/csv/csv-splitter.js";
import type { RawRecord } from "../../format/decoder.js";
import { packageData } from "./package-data.js";
import type { StreamInput } from "./stream-points.js";

/**
 * NASA's shuttle data as an anomaly detector gets them: lines of CSV whose features are all columns but the class, and
 * apart from them what each really is.
 */
export interface ShuttleData extends StreamInput {
  /** The records that were read so far. */
  readonly read: readonly RawRecord[];
  /** Whether each of them is an anomaly. */
  readonly anomalous: readonly boolean[];
}

/** Left out, as is usual for these data: too frequent to be anomalies (data/README.md). */
const LEFT_OUT = "High";
const NORMAL = "Rad.Flow";

export async function openShuttle(): Promise<ShuttleData> {
  const { columns = [], delimiter, records, topic } = await openInput(packageData("shuttle.csv.gz"));
  const splitter = new CsvSplitter(delimiter);
  const read: RawRecord[] = [];
  const anomalous: boolean[] = [];
  const kept = (record: RawRecord): boolean => {
    const kind = lastField(splitter, record.value ?? new Uint8Array());
    if (kind === LEFT_OUT) return false;
    read.push(record);
    anomalous.push(kind !== NORMAL);
    return true;
  };
  return { name: topic, columns, features: columns.slice(0, -1), records: filtered(records, kept), read, anomalous };
}

async function* filtered(
  pieces: AsyncIterable<readonly RawRecord[]>,
  kept: (record: RawRecord) => boolean,
): AsyncGenerator<readonly RawRecord[]> {
  for await (const piece of pieces) yield piece.filter(kept);
}

function lastField(splitter: CsvSplitter, line: Uint8Array): string {
  splitter.open(line);
  splitter.next();
  return splitter.text(splitter.fields - 1);
}
