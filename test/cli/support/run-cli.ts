import { Readable, Writable } from "node:stream";
import type { Surroundings } from "../../../src/cli/context.js";
import type { ExitCode } from "../../../src/cli/exit-codes.js";
import { main } from "../../../src/cli/program.js";

export interface RunOptions {
  readonly stdin?: string | Uint8Array | Readable;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** Standard error is a terminal. */
  readonly terminal?: boolean;
  readonly columns?: number;
  /** Questions can be asked. */
  readonly interactive?: boolean;
  readonly onStdout?: (text: string) => void;
  readonly onStderr?: (text: string) => void;
  /** How a cluster is reached. */
  readonly connect?: Surroundings["connect"];
}

export interface Ran {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process, as the program itself would. */
export async function runCli(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const stdout = new Collector(options.onStdout);
  const stderr = new Collector(options.onStderr);
  const code = await main(args, {
    stdin: () => readableOf(options.stdin),
    stdout: Object.assign(stdout, { columns: options.columns }),
    stderr: Object.assign(stderr, { isTTY: options.terminal ?? false }),
    env: options.env ?? {},
    interactive: options.interactive ?? false,
    signal: options.signal ?? new AbortController().signal,
    ...(options.connect === undefined ? {} : { connect: options.connect }),
  });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

function readableOf(input: RunOptions["stdin"]): Readable {
  if (input instanceof Readable) return input;
  return Readable.from(input === undefined ? [] : [Buffer.from(input)]);
}

/** Lines of JSON. */
export function ndjson<T>(text: string): T[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}

/** A stream that keeps what is written to it. */
export class Collector extends Writable {
  text = "";
  readonly #seen: ((text: string) => void) | undefined;

  constructor(seen?: (text: string) => void) {
    super({ decodeStrings: true });
    this.#seen = seen;
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    const text = chunk.toString("utf8");
    this.text += text;
    this.#seen?.(text);
    done();
  }
}
