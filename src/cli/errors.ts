import { EXIT, type ExitCode } from "./exit-codes.js";

export interface CliErrorOptions {
  readonly exitCode?: ExitCode;
  /** What the user can do about it: a sentence of its own. */
  readonly remedy?: string | undefined;
  readonly cause?: unknown;
}

/** An error worded for the person at the terminal: what is wrong and where, then what to do. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  readonly remedy: string | undefined;

  constructor(message: string, options: CliErrorOptions = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = new.target.name;
    this.exitCode = options.exitCode ?? EXIT.failed;
    this.remedy = options.remedy;
  }
}

/** The command line itself is wrong. */
export class UsageError extends CliError {
  constructor(message: string, remedy?: string) {
    super(message, { exitCode: EXIT.usage, remedy });
  }
}

/** The user asked to stop before the work was done. */
export class Interrupted extends CliError {
  constructor(what = "interrupted") {
    super(what, { exitCode: EXIT.interrupted });
  }
}
