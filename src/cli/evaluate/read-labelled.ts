import { type LabelledPoints, labelledPoints } from "../../evaluation/labelled-points.js";
import { formatByName } from "../../files/file-format.js";
import { readPoints } from "../../files/read-points.js";
import type { PointBatch } from "../../mixture/point-batch.js";
import type { Context } from "../context.js";
import { CliError } from "../errors.js";
import { interruptible } from "../interruptible.js";
import { checkHeld, columnName, countValue, listed } from "../label-values.js";
import { inputOptionsOf, orSuggest, type PointsOptions } from "../options/points-options.js";

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
  for (const value of classes) countValue(counts, value);
  const column = { label, file, counts };
  checkHeld(column, [...positive, ...drop]);
  if ([...counts.keys()].every((value) => positive.includes(value) || drop.includes(value)))
    throw new CliError(`no normal points are left: ${columnName(column)} holds ${listed(counts)}`);
}
