import { statSync } from "node:fs";
import { type Command, InvalidArgumentError, Option } from "commander";
import { FileError } from "../../files/file-error.js";
import { FILE_FORMATS, type FileFormat, formatByName } from "../../files/file-format.js";
import { type InputOptions, openInput } from "../../files/open-input.js";
import { type PointsFile, type ReadOptions, readPoints } from "../../files/read-points.js";
import { DecodeError } from "../../format/decode-error.js";
import type { MissingPolicy } from "../../format/settings.js";
import type { Context } from "../context.js";
import { CliError } from "../errors.js";
import { interruptible } from "../interruptible.js";
import { didYouMean } from "../suggest.js";
import { names, oneOf } from "./values.js";

/** Options of commands that read points. */
export interface PointsOptions {
  readonly columns?: readonly string[];
  readonly ignore?: readonly string[];
  readonly format?: FileFormat;
  readonly delimiter?: string;
  readonly missing?: MissingPolicy;
}

export function addPointsOptions(command: Command): Command {
  return command
    .optionsGroup("Points:")
    .option("--columns <names>", "use only these columns, in this order; of packed rows: how many there are", names)
    .option("--ignore <names>", "use all columns but these", names)
    .addOption(formatOption())
    .addOption(delimiterOption())
    .addOption(missingOption());
}

export function formatOption(): Option {
  return new Option("--format <format>", `${FILE_FORMATS.join(", ")} (default: by name, then by content)`).argParser(
    oneOf(FILE_FORMATS),
  );
}

export function delimiterOption(): Option {
  return new Option("--delimiter <character>", "between the fields of CSV (default: comma; tab in .tsv)").argParser(
    delimiter,
  );
}

export function missingOption(): Option {
  return new Option(
    "--missing <policy>",
    "where a number is missing: refuse (default), or marginalise: use what there is of the point",
  ).argParser((text) => (oneOf(["refuse", "marginalise"])(text) === "refuse" ? "dead-letter" : "marginalise"));
}

function delimiter(text: string): string {
  const character = text === "\\t" || text === "tab" ? "\t" : text;
  if (!/^[\t -~]$/.test(character) || character === '"')
    throw new InvalidArgumentError("It must be one character of ASCII, or tab.");
  return character;
}

/**
 * Reads all points of a file as the options ask for; `-` is standard input.
 *
 * @throws CliError, FileError or file errors; Interrupted.
 */
export async function readPointsWith(path: string, options: PointsOptions, context: Context): Promise<PointsFile> {
  const reading = async () => await readPoints(path, readOptionsOf(path, options, context));
  return await interruptible(orSuggest(reading, path, options, context), context.signal);
}

/** Does work on a file; where it fails for want of a column, the error names the closest one. */
export async function orSuggest<T>(
  work: () => T | Promise<T>,
  path: string,
  options: PointsOptions,
  context: Context,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw await withSuggestion(error, path, readOptionsOf(path, options, context));
  }
}

function readOptionsOf(path: string, options: PointsOptions, context: Context): ReadOptions {
  const { columns: packedColumns, ...inputOptions } = inputOptionsOf(path, options, context);
  const { columns, ignore, missing } = options;
  return { ...inputOptions, ignore, missing, ...(packedColumns === undefined ? { columns } : { packedColumns }) };
}

/**
 * How to open a file as the options ask for; of packed rows `--columns 8` says how many columns there are.
 *
 * @throws CliError when it is a directory: reading one fails without its name.
 */
export function inputOptionsOf(path: string, options: PointsOptions, context: Context): InputOptions {
  const { columns, format, delimiter } = options;
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new CliError(`${path} is a directory, not a file`);
  const packed = (format ?? formatByName(path))?.startsWith("packed") === true;
  const count = packed && columns?.length === 1 ? Number(columns[0]) : Number.NaN;
  return {
    format,
    delimiter,
    ...(count > 0 ? { columns: count } : {}),
    ...(path === "-" ? { standardInput: context.stdin() } : {}),
  };
}

const USE_THE_REST = "To use what there is of such points: --missing marginalise.";

/** A file whose columns are not as expected is asked for their names, so that the user can be told what is close. */
async function withSuggestion(error: unknown, path: string, options: ReadOptions): Promise<unknown> {
  if (!(error instanceof FileError)) return error;
  if (error.cause instanceof DecodeError && error.cause.code === "missing-value")
    return new CliError(error.message, { remedy: USE_THE_REST, cause: error });
  if (path === "-") return error;
  const { format, delimiter, packedColumns } = options;
  const { columns = [] } = await openInput(path, { format, delimiter, columns: packedColumns }).catch(() => ({
    columns: undefined,
  }));
  const remedy = remedyFor(columns, [...(options.columns ?? []), ...(options.ignore ?? [])]);
  return remedy === undefined ? error : new CliError(error.message, { remedy, cause: error });
}

/** @param wanted columns that the user named. */
function remedyFor(columns: readonly string[], wanted: readonly string[]): string | undefined {
  const separator = columns.length === 1 ? /[;\t|]/.exec(columns[0] ?? "")?.[0] : undefined;
  if (separator !== undefined)
    return `Are the fields separated by something else? Try --delimiter ${separator === "\t" ? "tab" : `'${separator}'`}.`;
  const unknown = wanted.find((name) => !columns.includes(name));
  return unknown === undefined ? undefined : didYouMean(unknown, columns);
}
