import { type LabelledPoints, labelledPoints } from "../../evaluation/labelled-points.js";
import { formatByName } from "../../files/file-format.js";
import { readPoints } from "../../files/read-points.js";
import type { PointBatch } from "../../mixture/point-batch.js";
import type { Context } from "../context.js";
import { CliError } from "../errors.js";
import { interruptible } from "../interruptible.js";
import { inputOptionsOf, orSuggest, type PointsOptions } from "../options/points-options.js";
import { didYouMean } from "../suggest.js";
import { grouped } from "../terminal/numbers.js";

/** Which rows of a file are anomalies. */
export interface LabelOptions extends Omit<PointsOptions, "format"> {
  /** Column that tells; never a feature. */
  readonly label: string;
  /** Its values that are anomalies. */
  readonly positive: readonly string[];
  /** Its values whose rows are left out. */
  readonly drop?: readonly string[];
  readonly shuffle?: number;
}

/**
 * Reads points and, from a column beside the features, which of them are anomalies.
 *
 * @throws CliError when the label column, or a value of it that is asked for, is not there, or when all rows are
 *   anomalies; FileError, file errors; Interrupted.
 */
export async function readLabelled(file: string, options: LabelOptions, context: Context): Promise<LabelledPoints> {
  const { points, classes } = await interruptible(read(file, options, context), context.signal);
  checkClasses(file, options, classes);
  return labelledPoints(points, classes, options);
}

async function read(
  file: string,
  options: LabelOptions,
  context: Context,
): Promise<{ readonly points: PointBatch; readonly classes: readonly string[] }> {
  const { columns, label, missing, ignore = [] } = options;
  const format = formatByName(file) ?? "csv";
  if (format !== "csv") throw new CliError(`${file}: labels are read from a column of CSV; this is ${format}`);
  const inputOptions = { ...inputOptionsOf(file, options, context), format };
  const reading = () => readPoints(file, { ...inputOptions, columns, ignore, label, missing });
  // The label is named among the columns for the sake of a suggestion, should it not exist.
  const named = { ...options, ignore: [...ignore, label] };
  const { points, labels = [] } = await orSuggest(reading, file, named, context);
  return { points, classes: labels.map((value) => value.trim()) };
}

function checkClasses(file: string, { drop = [], label, positive }: LabelOptions, classes: readonly string[]): void {
  const counts = new Map<string, number>();
  for (const value of classes) counts.set(value, (counts.get(value) ?? 0) + 1);
  const column = `column ${JSON.stringify(label)} of ${file}`;
  for (const value of [...positive, ...drop])
    if (!counts.has(value))
      throw new CliError(`${column} holds no ${JSON.stringify(value)}: it holds ${listed(counts)}`, {
        remedy: didYouMean(value, counts.keys()),
      });
  if ([...counts.keys()].every((value) => positive.includes(value) || drop.includes(value)))
    throw new CliError(`no normal points are left: ${column} holds ${listed(counts)}`);
}

/** So many values are listed at most. */
const LISTED = 20;

/** Values with their numbers of rows, the most frequent first. */
function listed(counts: ReadonlyMap<string, number>): string {
  const byCount = [...counts].sort(([, a], [, b]) => b - a);
  const shown = byCount.slice(0, LISTED).map(([value, count]) => `${JSON.stringify(value)} (${grouped(count)})`);
  const more = byCount.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${grouped(more)} more` : shown.join(", ");
}
