import { parseArgs } from "node:util";

/** What both benchmarks may be told. */
export interface BenchArguments {
  /** Little data, once: only shows that everything still works. */
  readonly tiny: boolean;
  /** Where the report goes, beside standard output. */
  readonly json: string | undefined;
  /** Whether docs/performance.md is to tell of this run. */
  readonly docs: boolean;
}

/** @throws TypeError that names an argument which there is not. */
export function benchArguments(argv: readonly string[]): BenchArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      docs: { type: "boolean", default: false },
      json: { type: "string" },
      tiny: { type: "boolean", default: false },
    },
  });
  return { tiny: values.tiny, json: values.json, docs: values.docs };
}
