import { z } from "zod";
import { batchLabelSchema, labelSchema } from "./records.js";

/** Of a label, what tells how well its point was foretold. */
export interface LabelScore {
  /** Of the input record. */
  readonly offset: number;
  /** Of the point in the record, from 0. */
  readonly index: number;
  /** ms since 1970; NaN = the label has none. */
  readonly timestamp: number;
  /** nats, under the mixture as it was before the point was learned. */
  readonly logDensity: number;
  /** The point helped to choose that mixture: it was not foretold. */
  readonly warmup: boolean;
}

const single = labelSchema.pick({ source: true, timestamp: true, logDensity: true, warmup: true });
const batch = batchLabelSchema.pick({ source: true, timestamp: true, logDensity: true, warmup: true });
const either = z.union([single, batch]);

/**
 * Reads the labels of one record, of a point or of a whole input message.
 *
 * @returns undefined when the record is no label in JSON: packed ones do not say where their points come from.
 * @example
 * labelScores(record.value)?.map(({ logDensity }) => logDensity);
 */
export function labelScores(value: Uint8Array | null): LabelScore[] | undefined {
  const label = either.safeParse(parsed(value)).data;
  if (label === undefined) return undefined;
  return isBatch(label) ? ofBatch(label) : [ofPoint(label)];
}

function ofPoint({ source, timestamp = Number.NaN, logDensity, warmup }: z.infer<typeof single>): LabelScore {
  return { offset: Number(source.offset), index: source.index ?? 0, timestamp, logDensity, warmup: warmup === true };
}

function ofBatch({ source, timestamp, logDensity, warmup = 0 }: z.infer<typeof batch>): LabelScore[] {
  const timeOf = (i: number): number => (Array.isArray(timestamp) ? timestamp[i] : timestamp) ?? Number.NaN;
  const offset = Number(source.offset);
  return logDensity.map((one, index) => ({
    offset,
    index,
    timestamp: timeOf(index),
    logDensity: one,
    warmup: index < warmup,
  }));
}

function isBatch(label: z.infer<typeof single> | z.infer<typeof batch>): label is z.infer<typeof batch> {
  return Array.isArray(label.logDensity);
}

function parsed(value: Uint8Array | null): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(value ?? new Uint8Array()));
  } catch {
    return undefined;
  }
}
