import { parseArgs } from "node:util";

/** What both benchmarks may be told. */
export interface BenchArguments {
  /** Little data, once: only shows that everything still works. */
  readonly tiny: boolean;
  /** Where the figures go, beside standard output. */
  readonly json: string | undefined;
}

/** @throws TypeError that names an argument which there is not. */
export function benchArguments(argv: readonly string[]): BenchArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: { json: { type: "string" }, tiny: { type: "boolean", default: false } },
  });
  return { tiny: values.tiny, json: values.json };
}
