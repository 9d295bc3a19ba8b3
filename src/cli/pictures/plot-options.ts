import { UsageError } from "../errors.js";
import type { PointsOptions } from "../options/points-options.js";
import type { Truth } from "./read-truth.js";

/** Options of `mixtide plot`. */
export interface PlotOptions extends PointsOptions {
  readonly app?: string;
  readonly last?: number;
  readonly model?: string;
  readonly compare?: string;
  readonly marginals?: true;
  readonly output?: string;
  readonly dark?: true;
  readonly light?: true;
  readonly truth?: string;
  readonly label?: string;
  readonly positive?: readonly string[];
}

/** @throws UsageError when only a part of the truth is told. */
export function truthOf({ truth, label, positive }: PlotOptions): Truth | undefined {
  if (truth !== undefined && label !== undefined && positive !== undefined) return { path: truth, label, positive };
  if (truth === undefined && label === undefined && positive === undefined) return undefined;
  throw new UsageError(
    "--truth, --label and --positive go together",
    "Which file holds the truth, in which column, and which of its values are anomalies?",
  );
}
