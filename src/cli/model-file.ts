import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { z } from "zod";
import { displayName } from "../files/open-bytes.js";
import { Features } from "../format/features/features.js";
import { mixtureOf } from "../format/mixture-of.js";
import { type FitRecord, fitRecordSchema, type Snapshot, snapshotSchema } from "../format/records.js";
import { digestOf } from "../format/snapshot.js";
import type { Mixture } from "../mixture/mixture.js";
import type { Context } from "./context.js";
import { CliError, UsageError } from "./errors.js";
import { plural } from "./terminal/numbers.js";

/** A mixture as `fit --json` or a pipeline's snapshots hold it. */
export type ModelRecord = Snapshot | FitRecord;

/** A model read from a file, ready to score. */
export interface Model {
  readonly record: ModelRecord;
  readonly mixture: Mixture;
  readonly features: Features;
  /** Everything in the file, in its order. */
  readonly history: readonly ModelRecord[];
  /** Where it was read from. */
  readonly name: string;
}

export function isSnapshot(record: ModelRecord): record is Snapshot {
  return !isFit(record);
}

export function isFit(record: ModelRecord): record is FitRecord {
  return "converged" in record;
}

/**
 * Reads every snapshot or fit of a file of JSON or NDJSON; `-` is standard input.
 *
 * @throws CliError when the file holds something else; file errors as they come.
 */
export async function readModelRecords(path: string, context: Context): Promise<ModelRecord[]> {
  const bytes = path === "-" ? await buffer(context.stdin()) : await readFile(path);
  const name = displayName(path);
  const text = bytes.toString("utf8").trim();
  if (text === "") throw notAModel(name, "the file is empty");
  return valuesOf(text, name).map(({ value, at }) => {
    const record = checked(value, at);
    // The digest covers what was written, fields of a later version included.
    if (record.digest !== digestOf(value as ModelRecord))
      context.messages.warn(
        `${at}: version ${record.version} was changed after it was written: its digest does not fit.`,
      );
    return record;
  });
}

/**
 * The model of a file: of several snapshots the last, or the one asked for.
 *
 * @param version which snapshot.
 */
export async function readModel(path: string, context: Context, version?: number): Promise<Model> {
  const records = await readModelRecords(path, context);
  const name = displayName(path);
  const record = version === undefined ? records.at(-1) : records.find((one) => one.version === version);
  if (record === undefined) {
    const [first, last] = [records[0]?.version, records.at(-1)?.version];
    throw new UsageError(
      `${name} has no version ${version}`,
      `It has ${plural(records.length, "version")}, from ${first} to ${last}.`,
    );
  }
  try {
    return {
      record,
      mixture: mixtureOf(record).mixture,
      features: new Features(record.features),
      history: records,
      name,
    };
  } catch (cause) {
    throw notAModel(name, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/** One JSON value, or one a line. */
function valuesOf(text: string, name: string): { value: unknown; at: string }[] {
  try {
    return [{ value: JSON.parse(text), at: name }];
  } catch (cause) {
    const lines = text.split("\n");
    if (lines.length === 1 || !isJson(lines[0] ?? ""))
      throw notAModel(name, `it is not JSON: ${(cause as Error).message}`, cause);
    return lines.flatMap((line, i) =>
      line.trim() === "" ? [] : [{ value: parseLine(line, name, i), at: `${name}:${i + 1}` }],
    );
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function parseLine(line: string, name: string, i: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw notAModel(`${name}:${i + 1}`, `it is not JSON: ${(cause as Error).message}`, cause);
  }
}

function checked(value: unknown, at: string): ModelRecord {
  const isFitRecord = typeof value === "object" && value !== null && "converged" in value;
  const parsed = (isFitRecord ? fitRecordSchema : snapshotSchema).safeParse(value);
  if (parsed.success) return parsed.data;
  throw notAModel(at, firstProblem(parsed.error));
}

function firstProblem(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.length ? `${z.core.toDotPath(issue.path)}: ` : "";
  return `${path}${issue?.message ?? "invalid"}`;
}

function notAModel(at: string, problem: string, cause?: unknown): CliError {
  return new CliError(`${at} holds no model: ${problem}`, {
    remedy: "A model is what `mixtide fit --json` prints, or a snapshot of `mixtide run --snapshots`.",
    cause,
  });
}
