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
  const columns = new Columns();
  for await (const records of input.records)
    for (const { value, offset } of records) {
      const one = label.safeParse(parsed(value));
      if (!one.success) throw new CliError(`${path}:${offset + 1} is no label of \`mixtide run\` or \`mixtide score\``);
      columns.add(one.data);
    }
  return columns;
}

type ReadLabel = Pick<Label, "anomaly" | "logDensity" | "source" | "warmup">;

export function labelColumns(labels: Iterable<ReadLabel>): LabelColumns {
  const columns = new Columns();
  for (const one of labels) columns.add(one);
  return columns;
}

/** Of a file of millions of labels nothing else is kept. */
class Columns implements LabelColumns {
  readonly scores: number[] = [];
  readonly logDensity: number[] = [];
  readonly flagged: boolean[] = [];
  readonly offsets: number[] = [];
  warmup = 0;

  add({ anomaly, logDensity, source, warmup }: ReadLabel): void {
    this.scores.push(anomaly.score);
    this.logDensity.push(logDensity);
    this.flagged.push(anomaly.flagged === true);
    this.offsets.push(Number(source.offset));
    if (warmup) this.warmup++;
  }
}

function parsed(value: Uint8Array | null): unknown {
  try {
    return JSON.parse(Buffer.from(value ?? []).toString("utf8"));
  } catch {
    return undefined;
  }
}
