import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { ConfigError } from "./config-error.js";

/** A configuration is written by people; what is larger is some other file. */
const LARGEST = 1_000_000;

/**
 * The text of a configuration file.
 *
 * @throws ConfigError when there is no such file, or it is no text.
 */
export function readConfigText(path: string): string {
  const bytes = read(path);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refusal(path, "the file is not UTF-8 text");
  }
}

function read(path: string): Uint8Array {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    const { size } = fstatSync(file);
    if (size > LARGEST) throw refusal(path, `the file has ${size} bytes: a configuration has at most ${LARGEST}`);
    return readFileSync(file);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw refusal(path, REASONS[(error as NodeJS.ErrnoException).code ?? ""] ?? "the file cannot be read", error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file: `mixtide init` writes one",
  EISDIR: "this is a folder: name the file in it",
  EACCES: "no permission to read the file",
};

function refusal(path: string, problem: string, cause?: unknown): ConfigError {
  return new ConfigError([{ path, problem }], cause);
}
