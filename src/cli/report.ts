import { readdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import { CommanderError } from "commander";
import { BrokerError } from "../broker/errors.js";
import type { Context } from "./context.js";
import { CliError } from "./errors.js";
import { EXIT, type ExitCode } from "./exit-codes.js";
import { didYouMean } from "./suggest.js";
import { ReaderGone } from "./terminal/output.js";

interface Report {
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly exitCode: ExitCode;
  /** A fault of this program rather than of its surroundings. */
  readonly bug?: boolean;
}

/**
 * Tells the user what went wrong, in one or two lines, and picks the exit code. A reader of standard output that has
 * gone is no error: `| head` got what it wanted.
 *
 * @param verbose show where the error comes from.
 */
export async function report(error: unknown, program: string, context: Context, verbose: boolean): Promise<ExitCode> {
  const { messages } = context;
  const { style } = messages;
  messages.clear();
  if (error instanceof ReaderGone) return EXIT.ok;
  if (error instanceof CommanderError && error.exitCode === 0)
    return await context.out.flush().then(
      () => EXIT.ok,
      (failure) => report(failure, program, context, verbose),
    );
  const { message, remedy, exitCode, bug } = await reportOf(error, program);
  messages.line(`${style("red", `${program}:`)} ${message}`);
  if (remedy !== undefined) messages.line(`  ${remedy}`);
  if (verbose && error instanceof Error) messages.line(style("dim", stackOf(error)));
  else if (bug)
    messages.line("  This looks like a fault of mixtide: repeat it with --verbose and report what it prints.");
  return exitCode;
}

async function reportOf(error: unknown, program: string): Promise<Report> {
  if (error instanceof CliError) return error;
  if (error instanceof CommanderError) return fromCommander(error, program);
  if (error instanceof BrokerError) return { message: error.message, exitCode: EXIT.connection };
  if (isSystemError(error)) return fromSystem(error);
  if (!(error instanceof Error)) return { message: String(error), exitCode: EXIT.failed, bug: true };
  const { ConfigError } = await import("../config/config-error.js");
  if (error instanceof ConfigError) return { message: error.message, exitCode: EXIT.configuration };
  return { message: error.message, exitCode: EXIT.failed, bug: !EXPECTED.has(error.name) };
}

/** Errors whose message is meant for the user. */
const EXPECTED = new Set([
  "RangeError",
  "FileError",
  "DecodeError",
  "StateError",
  "RefusedError",
  "RetentionError",
  "TopicError",
  "ListenError",
]);

/** Commander's own words, without its prefix; its suggestions come on a second line. */
function fromCommander(error: CommanderError, program: string): Report {
  if (error.code === "commander.help")
    return { message: "a subcommand is missing", remedy: `See \`${program} --help\`.`, exitCode: EXIT.usage };
  const [message = "", ...rest] = error.message.replace(/^error: /, "").split("\n");
  const hint = rest
    .join(" ")
    .trim()
    .replace(/^\((.*)\)$/, "$1");
  return { message, remedy: hint || `See \`${program} --help\`.`, exitCode: EXIT.usage };
}

type SystemError = NodeJS.ErrnoException & { code: string };

function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string";
}

const FILE_PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
  EPERM: "not permitted",
  EISDIR: "is a directory, not a file",
  ENOTDIR: "a part of the path is not a directory",
  EEXIST: "exists already",
  ENOSPC: "no space left on the device",
  EROFS: "the file system is read-only",
};

function fromSystem({ code, message, path }: SystemError): Report {
  const problem = FILE_PROBLEMS[code] ?? message;
  if (path === undefined) return { message: problem, exitCode: EXIT.failed };
  const remedy = code === "ENOENT" ? didYouMean(basename(path), siblings(path)) : undefined;
  return { message: `${path}: ${problem}`, remedy, exitCode: EXIT.failed };
}

function siblings(path: string): string[] {
  try {
    return readdirSync(dirname(path));
  } catch {
    return [];
  }
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : "";
  return `${error.stack ?? error.message}${cause}`;
}
