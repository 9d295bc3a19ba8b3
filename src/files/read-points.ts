import { createDecoder } from "../format/create-decoder.js";
import { DecodeError } from "../format/decode-error.js";
import { DecodedBatch } from "../format/decoded-batch.js";
import type { Decoder, RawRecord } from "../format/decoder.js";
import type { FeatureInput } from "../format/features/feature-spec.js";
import { PointLayout } from "../format/point-layout.js";
import { decoderSettings, type MissingPolicy } from "../format/settings.js";
import type { PointBatch } from "../mixture/point-batch.js";
import { FileError } from "./file-error.js";
import { jsonLayout } from "./json-layout.js";
import { displayName } from "./open-bytes.js";
import { fieldsOf, type InputFile, type InputOptions, openInput } from "./open-input.js";
import { type Selection, selectColumns } from "./select-columns.js";

export interface ReadOptions extends Omit<InputOptions, "columns">, Selection {
  /** Number of columns of packed rows. */
  readonly packedColumns?: number | undefined;
  /** `marginalise`: a number that is missing is NaN; default: an error. */
  readonly missing?: MissingPolicy | undefined;
}

/** All points of a file. */
export interface PointsFile {
  readonly points: PointBatch;
  /** D names of the features. */
  readonly columns: readonly string[];
  /** n texts of the label column, if one was asked for. */
  readonly labels: readonly string[] | undefined;
}

/** Lines that show what the columns hold. */
const SAMPLE = 100;

/**
 * Reads a whole file of points: CSV, NDJSON, JSON, packed; plain or gzipped.
 *
 * @throws FileError that names the record and the column when a value is no number.
 */
export async function readPoints(path: string, options: ReadOptions = {}): Promise<PointsFile> {
  const file = displayName(path);
  const input = await openInput(path, { ...options, columns: options.packedColumns });
  const iterator = input.records[Symbol.asyncIterator]();
  let next = await iterator.next();
  const sample = next.done ? [] : next.value;
  if (next.done || sample.length === 0) throw new FileError(file, "is empty: there are no points in it");
  const layout = layoutOf(input, options, sample, file);
  const decoder = createDecoder(
    layout,
    decoderSettings.parse({ format: input.format, ...LIMITS, delimiter: input.delimiter, missing: options.missing }),
  );
  const batch = new DecodedBatch(layout.features.dimensions, input.topic, 0);
  const labelAt = options.label === undefined ? -1 : layout.columns.indexOf(options.label);
  const labels: string[] = [];
  for (; !next.done; next = await iterator.next())
    for (const record of next.value) {
      decodeRecord(decoder, record, batch, file);
      if (labelAt >= 0) labels.push(fieldsOf(record.value!, input.delimiter)[labelAt]!);
    }
  return { points: batch.points(), columns: layout.features.names, labels: labelAt < 0 ? undefined : labels };
}

/** A file's record may be as long as the file likes. */
const LIMITS = { maxMessageBytes: 256 * 1024 * 1024, maxPointsPerMessage: 100_000_000 };

/** What a record of a file holds, from its columns or, in JSON, from its first record. */
export function layoutOf(
  input: InputFile,
  selection: Selection & { readonly features?: readonly FeatureInput[] },
  sample: readonly RawRecord[],
  file: string,
): PointLayout {
  const { columns, delimiter } = input;
  if (columns === undefined) {
    if (selection.features !== undefined) return new PointLayout({ features: selection.features });
    return jsonLayout(selection, sample[0]!, file);
  }
  if (selection.features !== undefined) return new PointLayout({ columns, features: selection.features });
  const text = input.format === "csv" ? sample.slice(0, SAMPLE) : [];
  return new PointLayout({ columns, features: selectColumns(columns, selection, text, delimiter, file) });
}

function decodeRecord(decoder: Decoder, record: RawRecord, batch: DecodedBatch, file: string): void {
  try {
    decoder.decode(record, batch);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new FileError(file, `record ${record.offset} (counted from 0): ${error.message}`, error);
  }
}
