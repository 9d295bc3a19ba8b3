import { displayName } from "../../files/open-bytes.js";
import { fieldsOf, openInput } from "../../files/open-input.js";
import { CliError } from "../errors.js";
import { checkHeld, countValue } from "../label-values.js";
import { didYouMean } from "../suggest.js";

/** Which rows of a file are anomalies. */
export interface Truth {
  readonly path: string;
  readonly label: string;
  readonly positive: readonly string[];
}

/**
 * For every row of a CSV file, by its number from 0, whether it is an anomaly.
 *
 * @throws CliError when the file is no CSV with a header, or has no such column or value; file errors as they come.
 */
export async function readTruth({ path, label, positive }: Truth): Promise<boolean[]> {
  const { columns, delimiter, format, records } = await openInput(path);
  const name = displayName(path);
  if (format !== "csv" || columns === undefined)
    throw new CliError(`${name}: the truth is read from a column of CSV with a header; this is ${format}`);
  const at = columns.indexOf(label);
  if (at < 0)
    throw new CliError(`${name}: there is no column ${JSON.stringify(label)}`, {
      remedy: didYouMean(label, columns) ?? `It has ${columns.join(", ")}.`,
    });
  const truth: boolean[] = [];
  const counts = new Map<string, number>();
  for await (const batch of records)
    for (const { value, offset } of batch) {
      const text = (fieldsOf(value!, delimiter)[at] ?? "").trim();
      countValue(counts, text);
      truth[Number(offset)] = positive.includes(text);
    }
  checkHeld({ label, file: name, counts }, positive);
  return truth;
}
