import { parseArgs } from "node:util";
import { BUGS, type Bug, isBug } from "./bugs.js";

export interface SimulationArguments {
  readonly seeds: number;
  readonly base: number;
  readonly jobs: number;
  readonly bug: Bug | undefined;
  readonly trace: boolean;
}

export const USAGE = `usage: npm run simulate -- [--seeds N] [--base SEED] [--jobs J] [--bug NAME] [--trace]
bugs: ${Object.keys(BUGS).join(", ")}`;

/** @throws Error with the usage when an argument is wrong. */
export function simulationArguments(argv: readonly string[], cores: number): SimulationArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seeds: { type: "string", default: "1000" },
      base: { type: "string", default: "1" },
      jobs: { type: "string", default: String(cores) },
      bug: { type: "string" },
      trace: { type: "boolean", default: false },
    },
  });
  const { bug, trace } = values;
  if (bug !== undefined && !isBug(bug)) throw new Error(`there is no bug "${bug}"\n${USAGE}`);
  return {
    seeds: whole("seeds", values.seeds, 1),
    base: whole("base", values.base, 0),
    jobs: whole("jobs", values.jobs, 1),
    bug: bug as Bug | undefined,
    trace,
  };
}

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(`--${name} is "${text}": expected a whole number ≥ ${least}\n${USAGE}`);
}

/** The command that lives through one seed again. */
export function replayCommand(seed: number, bug: Bug | undefined): string {
  return `npm run simulate -- --base ${seed} --seeds 1${bug === undefined ? "" : ` --bug ${bug}`} --trace`;
}
