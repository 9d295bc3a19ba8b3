import { CliError } from "./errors.js";
import { didYouMean } from "./suggest.js";
import { grouped } from "./terminal/numbers.js";

/** A column that tells what each row of a file is, and how many rows have each of its values. */
export interface LabelColumn {
  readonly label: string;
  /** What the file is called. */
  readonly file: string;
  readonly counts: ReadonlyMap<string, number>;
}

/** @throws CliError when the column does not hold a value that is asked for; it names those that are there. */
export function checkHeld(column: LabelColumn, asked: readonly string[]): void {
  const { counts } = column;
  const absent = asked.find((value) => !counts.has(value));
  if (absent === undefined) return;
  throw new CliError(`${columnName(column)} holds no ${JSON.stringify(absent)}: it holds ${listed(counts)}`, {
    remedy: didYouMean(absent, counts.keys()),
  });
}

/** One more row that has a value. */
export function countValue(counts: Map<string, number>, value: string): void {
  counts.set(value, (counts.get(value) ?? 0) + 1);
}

export const columnName = ({ label, file }: LabelColumn): string => `column ${JSON.stringify(label)} of ${file}`;

/** So many values are listed at most. */
const LISTED = 20;

/** Values with their numbers of rows, the most frequent first. */
export function listed(counts: LabelColumn["counts"]): string {
  const byCount = [...counts].sort(([, a], [, b]) => b - a);
  const shown = byCount.slice(0, LISTED).map(([value, count]) => `${JSON.stringify(value)} (${grouped(count)})`);
  const more = byCount.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${grouped(more)} more` : shown.join(", ");
}
