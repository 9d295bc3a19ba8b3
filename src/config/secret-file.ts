import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { ConfigError } from "./config-error.js";
import type { LoadedConfig } from "./load-config.js";

/** A configuration's files are few and small: keys, certificates, passwords, tokens. */
const LARGEST = 1_000_000;

/** A file that a setting names. */
export interface NamedFile {
  /** Setting that names it, `kafka.sasl.passwordFile`. */
  readonly setting: string;
  /** As it is written there. */
  readonly name: string;
}

/** Where a named file lies: relative to the configuration when that names it, else to the current folder. */
export function pathOf({ name, setting }: NamedFile, { provenance }: Pick<LoadedConfig, "provenance">): string {
  const origin = provenance.get(setting) ?? provenance.get(parentOf(setting));
  return origin?.from === "file" ? resolve(dirname(origin.file), name) : resolve(name);
}

/**
 * What a named file holds.
 *
 * @throws ConfigError when it cannot be read; never with what it holds.
 */
export function readNamedFile(file: NamedFile, loaded: Pick<LoadedConfig, "provenance">): Buffer {
  const path = pathOf(file, loaded);
  const refuse = (problem: string): ConfigError => {
    const origin = loaded.provenance.get(file.setting) ?? loaded.provenance.get(parentOf(file.setting));
    return new ConfigError([{ origin, path: file.setting, problem }]);
  };
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw refuse(`${path}: ${REASONS[(error as NodeJS.ErrnoException).code ?? ""] ?? "the file cannot be read"}`);
  }
  if (bytes.length > LARGEST) throw refuse(`${path} has ${bytes.length} bytes: this cannot be the right file`);
  return bytes;
}

/**
 * The secret in a named file: its text but for the line's end.
 *
 * @throws ConfigError when it cannot be read or is empty.
 */
export function readSecret(file: NamedFile, loaded: Pick<LoadedConfig, "provenance">): string {
  const secret = readNamedFile(file, loaded)
    .toString("utf8")
    .replace(/\r?\n$/, "");
  if (secret !== "") return secret;
  const origin = loaded.provenance.get(file.setting);
  throw new ConfigError([{ origin, path: file.setting, problem: `${pathOf(file, loaded)} is empty` }]);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "this is a folder",
  EACCES: "no permission to read the file",
};

const parentOf = (setting: string): string => setting.slice(0, setting.lastIndexOf("."));
