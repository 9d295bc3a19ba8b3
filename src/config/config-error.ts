import { type Origin, originText } from "./origin.js";

/** One thing that is wrong with a configuration. */
export interface ConfigProblem {
  /** Where the value was given, or where it should have been; absent when there is no file. */
  readonly origin?: Origin | undefined;
  /** The setting, `model.components`; empty = the whole. */
  readonly path: string;
  /** What is wrong, when it is not just the value. */
  readonly problem?: string;
  /** What would be right. */
  readonly expected?: string;
  /** The bad value in short form, secrets masked. */
  readonly found?: string;
  /** The nearest thing that would be right. */
  readonly suggestion?: string | undefined;
}

/**
 * A configuration that cannot be used, with everything that is wrong with it.
 *
 * @example
 * the configuration has 1 problem:
 *   config/pipeline.yaml:7:3  model.componets  unknown key; did you mean "components"?
 */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[], cause?: unknown) {
    const heading = `the configuration has ${problems.length} ${problems.length === 1 ? "problem" : "problems"}:`;
    const lines = problems.map((problem) => `  ${problemText(problem)}`);
    super([heading, ...lines].join("\n"), cause === undefined ? {} : { cause });
    this.name = "ConfigError";
    this.problems = problems;
  }
}

/** A problem in one line: where, which setting, what is wrong and what would be right. */
export function problemText(problem: ConfigProblem): string {
  const { origin, path, suggestion } = problem;
  const where = origin === undefined ? "" : originText(origin);
  const hint = suggestion === undefined ? "" : `; did you mean ${JSON.stringify(suggestion)}?`;
  return [where, path, complaint(problem) + hint].filter((part) => part !== "").join("  ");
}

function complaint({ expected, found, problem }: ConfigProblem): string {
  const sentence = [expected && `expected ${expected}`, found && `found ${found}`].filter(Boolean).join(", ");
  return [problem, sentence].filter(Boolean).join("; ");
}
