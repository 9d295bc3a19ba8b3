import { basename } from "node:path";
import { CsvSplitter } from "../format/csv/csv-splitter.js";
import type { RawRecord } from "../format/decoder.js";
import type { PointFormat } from "../format/settings.js";
import { cutJson } from "./cut-json.js";
import { cutLines } from "./cut-lines.js";
import { cutRows } from "./cut-rows.js";
import { FileError } from "./file-error.js";
import { type FileFormat, formatByContent, formatByName } from "./file-format.js";
import { displayName, openBytes, STANDARD_INPUT } from "./open-bytes.js";

export interface InputOptions {
  /** Default: by the file's name, else by its first bytes. */
  readonly format?: FileFormat | undefined;
  /** Number of columns of packed rows. */
  readonly columns?: number | undefined;
  /** One character between the fields of CSV; default: a comma, or a tab in `.tsv`. */
  readonly delimiter?: string | undefined;
  /** What `-` stands for. */
  readonly standardInput?: AsyncIterable<Uint8Array> | undefined;
}

/** A file or standard input as a stream of records, as if it were a topic with one partition. */
export interface InputFile {
  /** Name for records: the file's base name, or `stdin`. */
  readonly topic: string;
  /** Format of a single record. */
  readonly format: PointFormat;
  /** Names of a row's columns: of CSV from its header, else x1, x2, …; undefined for JSON. */
  readonly columns: readonly string[] | undefined;
  readonly delimiter: string;
  /** Records in pieces; offsets count records from 0, header excluded. Can be read once. */
  readonly records: AsyncIterable<readonly RawRecord[]>;
}

/**
 * Opens a file of points. A CSV file whose first line holds no number has a header.
 *
 * @throws the file system's error, or FileError when the file is empty or its format needs something that is missing.
 */
export async function openInput(path: string, options: InputOptions = {}): Promise<InputFile> {
  const file = displayName(path);
  const chunks = openBytes(path, options.standardInput);
  const { value: first } = await chunks.next();
  if (first === undefined) throw new FileError(file, "is empty: there are no points in it");
  const format = options.format ?? formatByName(path) ?? formatByContent(first);
  const delimiter = options.delimiter ?? (/\.tsv(\.gz)?$/i.test(path) ? "\t" : ",");
  const topic = path === STANDARD_INPUT ? "stdin" : basename(path);
  const bytes = chain([first], chunks);
  const base = { topic, delimiter, format: format === "ndjson" ? "json" : format } as const;
  switch (format) {
    case "csv":
      return { ...base, ...(await openCsv(bytes, delimiter, file)) };
    case "json":
      return { ...base, columns: undefined, records: numbered(cutJson(bytes, file)) };
    case "ndjson":
      return { ...base, columns: undefined, records: numbered(cutLines(bytes, false)) };
    default:
      return { ...base, ...openPacked(bytes, format, options.columns, file) };
  }
}

async function openCsv(bytes: AsyncIterable<Uint8Array>, delimiter: string, file: string) {
  const pieces = cutLines(bytes, true);
  const { value: piece } = await pieces.next();
  const head = piece?.[0];
  if (piece === undefined || head === undefined) throw new FileError(file, "is empty: there are no points in it");
  const fields = fieldsOf(head, delimiter);
  const isHeader = fields.every((field) => field.trim() === "" || Number.isNaN(Number(field)));
  const columns = isHeader ? fields.map((name) => name.trim()) : fields.map((_, i) => `x${i + 1}`);
  const twice = columns.find((name, i) => columns.indexOf(name) < i);
  if (twice !== undefined) throw new FileError(file, `two columns are called ${JSON.stringify(twice)}`);
  return { columns, records: numbered(chain([isHeader ? piece.slice(1) : piece], pieces)) };
}

/** The texts of a line's fields. */
export function fieldsOf(line: Uint8Array, delimiter: string): string[] {
  const splitter = new CsvSplitter(delimiter);
  splitter.open(line);
  splitter.next();
  return Array.from({ length: splitter.fields }, (_, i) => splitter.text(i));
}

function openPacked(
  bytes: AsyncIterable<Uint8Array>,
  format: "packed-float64" | "packed-float32",
  columns: number | undefined,
  file: string,
) {
  if (columns === undefined)
    throw new FileError(file, "packed rows do not say how many columns they have: tell it (--columns 8)");
  const rowBytes = columns * (format === "packed-float64" ? 8 : 4);
  const names = Array.from({ length: columns }, (_, i) => `x${i + 1}`);
  return { columns: names, records: numbered(cutRows(bytes, rowBytes, file)) };
}

async function* numbered(pieces: AsyncIterable<readonly Uint8Array[]>): AsyncGenerator<readonly RawRecord[]> {
  let offset = 0;
  for await (const piece of pieces)
    yield piece.map((value) => ({ offset: offset++, timestamp: Number.NaN, key: null, value }));
}

async function* chain<T>(first: Iterable<T>, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield* first;
  yield* rest;
}
