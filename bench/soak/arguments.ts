import { parseArgs } from "node:util";
import type { MessageFormat } from "../pipeline/trial.js";

/** What a soak may be told. */
export interface SoakArguments {
  readonly minutes: number;
  readonly format: MessageFormat;
  /** Share of the full speed at which the second part is fed. */
  readonly load: number;
  /** Where the report goes, beside standard output. */
  readonly json: string | undefined;
}

const USAGE = "usage: npm run soak -- [--minutes M] [--format json|packed] [--load SHARE] [--json FILE]";

/** @throws Error with the usage when an argument is wrong. */
export function soakArguments(argv: readonly string[]): SoakArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      minutes: { type: "string", default: "30" },
      format: { type: "string", default: "json" },
      load: { type: "string", default: "0.8" },
      json: { type: "string" },
    },
  });
  const { format, json } = values;
  if (format !== "json" && format !== "packed")
    throw new Error(`--format is "${format}": expected json or packed\n${USAGE}`);
  return {
    minutes: number("minutes", values.minutes, Number.POSITIVE_INFINITY),
    format,
    load: number("load", values.load, 1),
    json,
  };
}

function number(name: string, text: string, most: number): number {
  const value = Number(text);
  if (value > 0 && value <= most && Number.isFinite(value)) return value;
  const bounds = most === 1 ? "more than 0 and at most 1" : "more than 0";
  throw new Error(`--${name} is "${text}": expected a number ${bounds}\n${USAGE}`);
}
