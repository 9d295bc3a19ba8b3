import { parseArgs } from "node:util";
import { BUG_NAMES, type Bug, isBug } from "./bugs.js";

export interface ChaosArguments {
  readonly minutes: number;
  readonly seed: number;
  readonly brokers: 1 | 3;
  readonly points: number;
  readonly bug: Bug | undefined;
  /** File that gets everything that happened, as NDJSON. */
  readonly trace: string | undefined;
}

const POINTS_A_SECOND = 2500;

export const USAGE = `usage: npm run chaos -- [--minutes M] [--seed S] [--brokers 1|3] [--points N] [--bug NAME] [--trace FILE]
bugs: ${BUG_NAMES.join(", ")}`;

/** @throws Error with the usage when an argument is wrong. */
export function chaosArguments(argv: readonly string[]): ChaosArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      minutes: { type: "string", default: "2" },
      seed: { type: "string", default: "1" },
      brokers: { type: "string", default: "1" },
      points: { type: "string" },
      bug: { type: "string" },
      trace: { type: "string" },
    },
  });
  const { bug, brokers, trace } = values;
  if (bug !== undefined && !isBug(bug)) throw new Error(`there is no bug "${bug}"\n${USAGE}`);
  if (brokers !== "1" && brokers !== "3") throw new Error(`--brokers is "${brokers}": expected 1 or 3\n${USAGE}`);
  const minutes = number("minutes", values.minutes, (value) => value > 0, "a number > 0");
  return {
    minutes,
    seed: number("seed", values.seed, (value) => Number.isSafeInteger(value) && value >= 0, "a whole number ≥ 0"),
    brokers: brokers === "1" ? 1 : 3,
    points:
      values.points === undefined
        ? Math.round(minutes * 60 * POINTS_A_SECOND)
        : number("points", values.points, (value) => Number.isSafeInteger(value) && value > 0, "a whole number > 0"),
    bug: bug as Bug | undefined,
    trace,
  };
}

function number(name: string, text: string, isRight: (value: number) => boolean, expected: string): number {
  const value = Number(text);
  if (text !== "" && isRight(value)) return value;
  throw new Error(`--${name} is "${text}": expected ${expected}\n${USAGE}`);
}

/** The command that draws the same faults again. */
export function rerunCommand({ minutes, seed, brokers, points, bug }: ChaosArguments): string {
  const planted = bug === undefined ? "" : ` --bug ${bug}`;
  return `npm run chaos -- --minutes ${minutes} --seed ${seed} --brokers ${brokers} --points ${points}${planted}`;
}
