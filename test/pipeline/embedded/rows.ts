import type { RawRecord } from "../../../src/format/decoder.js";
import type { PointFormat } from "../../../src/format/settings.js";
import { pack } from "../../format/support/messages.js";

/** A row as a message; what is missing is left out in JSON, an empty field in CSV and NaN in packed rows. */
export function rowMessage(row: readonly number[], names: readonly string[], format: PointFormat): Uint8Array {
  const utf8 = (text: string) => new TextEncoder().encode(text);
  if (format === "csv") return utf8(row.map((x) => (Number.isNaN(x) ? "" : String(x))).join(","));
  if (format !== "json") return pack([row], format);
  return utf8(JSON.stringify(Object.fromEntries(names.map((name, j) => [name, row[j]] as const).filter(isThere))));
}

const isThere = ([, x]: readonly [string, number | undefined]): boolean => x !== undefined && !Number.isNaN(x);

/** Messages as records, a few a piece. */
export async function* recordsOfMessages(
  messages: readonly Uint8Array[],
  piece = 400,
): AsyncGenerator<readonly RawRecord[]> {
  for (let from = 0; from < messages.length; from += piece)
    yield messages.slice(from, from + piece).map((value, i): RawRecord => {
      return { offset: from + i, timestamp: Number.NaN, key: null, value };
    });
}
