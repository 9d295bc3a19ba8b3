import { numberOf } from "../format/csv/csv-numbers.js";
import type { RawRecord } from "../format/decoder.js";
import { FileError } from "./file-error.js";
import { fieldsOf } from "./open-input.js";

/** Which columns are features. */
export interface Selection {
  /** Only these, in this order; default: all. */
  readonly columns?: readonly string[] | undefined;
  /** All but these. */
  readonly ignore?: readonly string[] | undefined;
  /** A column of texts that is kept aside. */
  readonly label?: string | undefined;
}

/**
 * The names of the columns that are features.
 *
 * @param sample first records of the file, which show what columns hold.
 * @throws FileError when a column does not exist, none is left, or one is not numeric; the message lists those that are.
 */
export function selectColumns(
  all: readonly string[],
  selection: Selection,
  sample: readonly RawRecord[],
  delimiter: string,
  file: string,
): readonly string[] {
  const { columns, ignore = [], label } = selection;
  for (const name of [...(columns ?? []), ...ignore, ...(label === undefined ? [] : [label])])
    if (!all.includes(name))
      throw new FileError(file, `has no column ${JSON.stringify(name)}; its columns are ${all.join(", ")}`);
  const chosen = (columns ?? all).filter((name) => !ignore.includes(name) && name !== label);
  if (chosen.length === 0) throw new FileError(file, `no column is left; its columns are ${all.join(", ")}`);
  const text = textColumns(all, sample, delimiter);
  const bad = chosen.filter((name) => text.has(name));
  if (bad.length === 0) return chosen;
  const numeric = all.filter((name) => !text.has(name));
  throw new FileError(
    file,
    `column ${bad.map((name) => JSON.stringify(name)).join(", ")} is not numeric ` +
      `(it holds ${JSON.stringify(text.get(bad[0]!))}): leave it out with --ignore ${bad.join(",")}, ` +
      `or choose with --columns from ${numeric.length === 0 ? "(no numeric column)" : numeric.join(", ")}`,
  );
}

/** Columns in which no value of the sample is a number, with one of their values. */
function textColumns(all: readonly string[], sample: readonly RawRecord[], delimiter: string): Map<string, string> {
  const text = new Map<string, string>();
  const numeric = new Set<string>();
  for (const { value } of sample) {
    if (value === null) continue;
    fieldsSafely(value, delimiter).forEach((field, i) => {
      const name = all[i];
      if (name === undefined) return;
      const number = numberOf(field);
      if (number === undefined) text.set(name, field);
      else if (!Number.isNaN(number)) numeric.add(name);
    });
  }
  for (const name of numeric) text.delete(name);
  return text;
}

/** A line that cannot be split shows nothing; the decoder says what is wrong with it. */
function fieldsSafely(line: Uint8Array, delimiter: string): readonly string[] {
  try {
    return fieldsOf(line, delimiter);
  } catch {
    return [];
  }
}
