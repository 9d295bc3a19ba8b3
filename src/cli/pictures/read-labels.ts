import { openInput } from "../../files/open-input.js";
import { type Label, labelSchema } from "../../format/records.js";
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
  const labels: ReadLabel[] = [];
  for await (const records of input.records)
    for (const { value, offset } of records) {
      const one = label.safeParse(parsed(value));
      if (!one.success) throw new CliError(`${path}:${offset + 1} is no label of \`mixtide run\` or \`mixtide score\``);
      labels.push(one.data);
    }
  return labelColumns(labels);
}

type ReadLabel = Pick<Label, "anomaly" | "logDensity" | "source" | "warmup">;

export function labelColumns(labels: readonly ReadLabel[]): LabelColumns {
  return {
    scores: labels.map(({ anomaly }) => anomaly.score),
    logDensity: labels.map(({ logDensity }) => logDensity),
    flagged: labels.map(({ anomaly }) => anomaly.flagged === true),
    offsets: labels.map(({ source }) => Number(source.offset)),
    warmup: labels.filter(({ warmup }) => warmup).length,
  };
}

function parsed(value: Uint8Array | null): unknown {
  try {
    return JSON.parse(Buffer.from(value ?? []).toString("utf8"));
  } catch {
    return undefined;
  }
}
