import { fieldsOf, openInput } from "../../files/open-input.js";
import type { RawRecord } from "../../format/decoder.js";
import { packageData } from "./package-data.js";

/** NASA's shuttle data as an anomaly detector gets them: lines of CSV, and apart from them what each really is. */
export interface ShuttleData {
  readonly name: string;
  readonly columns: readonly string[];
  /** The columns that are measured: all but the class. */
  readonly features: readonly string[];
  readonly records: readonly RawRecord[];
  /** Whether the record of that number is an anomaly. */
  readonly anomalous: readonly boolean[];
}

/** Left out, as is usual for these data: too frequent to be anomalies (data/README.md). */
const LEFT_OUT = "High";
const NORMAL = "Rad.Flow";

export async function readShuttle(): Promise<ShuttleData> {
  const input = await openInput(packageData("shuttle.csv.gz"));
  const columns = input.columns ?? [];
  const records: RawRecord[] = [];
  const anomalous: boolean[] = [];
  for await (const piece of input.records)
    for (const record of piece) {
      const kind = record.value === null ? undefined : fieldsOf(record.value, input.delimiter).at(-1);
      if (kind === LEFT_OUT) continue;
      records.push(record);
      anomalous.push(kind !== NORMAL);
    }
  return { name: input.topic, columns, features: columns.slice(0, -1), records, anomalous };
}
