import { type BatchLabel, batchLabelSchema, type Label, labelSchema } from "../format/records.js";

const text = new TextDecoder("utf-8", { fatal: true });

/**
 * The labels in one message of a labels topic, JSON of either grouping: one, or one for each point of an input message.
 *
 * @throws TypeError when it is none: another major version, or packed labels, which are arrays of float32
 */
export function decodeLabels(value: Uint8Array): Label[] {
  const record = parse(value);
  const single = labelSchema.safeParse(record);
  if (single.success) return [single.data];
  const batch = batchLabelSchema.safeParse(record);
  if (batch.success) return split(batch.data);
  throw new TypeError(`no label of schema 1: ${JSON.stringify(record).slice(0, 200)}`);
}

function parse(value: Uint8Array): unknown {
  try {
    return JSON.parse(text.decode(value));
  } catch (cause) {
    throw new TypeError("no label in JSON; packed labels are rows of float32, see the documentation", { cause });
  }
}

function split(batch: BatchLabel): Label[] {
  const { source, id, timestamp, version, warmup = 0 } = batch;
  let run = 0;
  return batch.component.map((component, index) => {
    while (run + 1 < version.length && version[run + 1]![0] <= index) run++;
    const when = Array.isArray(timestamp) ? timestamp[index] : timestamp;
    return {
      schema: batch.schema,
      source: { ...source, index },
      ...(id?.[index] == null ? {} : { id: id[index] }),
      ...(when == null ? {} : { timestamp: when }),
      version: version[run]![1],
      component,
      responsibilities: batch.responsibilities[index]!,
      logDensity: batch.logDensity[index]!,
      anomaly: batch.anomaly[index]!,
      ...(index < warmup ? { warmup: true as const } : {}),
    };
  });
}
