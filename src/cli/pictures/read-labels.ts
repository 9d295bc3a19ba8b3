import { openInput } from "../../files/open-input.js";
import { labelSchema } from "../../format/records.js";
import { CliError } from "../errors.js";

/** Columns of a file of labels. */
export interface LabelColumns {
  readonly scores: readonly number[];
  readonly logDensity: readonly number[];
  /** Which points were flagged; where that could not be told, they were not. */
  readonly flagged: readonly boolean[];
  /** 0-based numbers of the records of the input that they label. */
  readonly offsets: readonly number[];
  /** How many labels at the front belong to the warm-up. */
  readonly warmup: number;
}

const label = labelSchema.pick({ anomaly: true, logDensity: true, source: true, warmup: true });

/** @throws CliError that names the first line that is no label; file errors as they come. */
export async function readLabels(path: string): Promise<LabelColumns> {
  const input = await openInput(path, { format: "ndjson" });
  const scores: number[] = [];
  const logDensity: number[] = [];
  const flagged: boolean[] = [];
  const offsets: number[] = [];
  let warmup = 0;
  for await (const records of input.records)
    for (const { value, offset } of records) {
      const one = label.safeParse(parsed(value));
      if (!one.success) throw new CliError(`${path}:${offset + 1} is no label of \`mixtide run\` or \`mixtide score\``);
      scores.push(one.data.anomaly.score);
      logDensity.push(one.data.logDensity);
      flagged.push(one.data.anomaly.flagged === true);
      offsets.push(Number(one.data.source.offset));
      if (one.data.warmup) warmup++;
    }
  return { scores, logDensity, flagged, offsets, warmup };
}

function parsed(value: Uint8Array | null): unknown {
  try {
    return JSON.parse(Buffer.from(value ?? []).toString("utf8"));
  } catch {
    return undefined;
  }
}
