import type { DeadLetter } from "../format/dead-letter.js";
import type { DeadLetterHeaders } from "../format/records.js";
import { FileOutput } from "./file-output.js";
import type { Messages } from "./terminal/messages.js";
import { plural } from "./terminal/numbers.js";

/** What the command line needs of a dead letter. */
export interface Letter {
  readonly value: Uint8Array | null;
  readonly headers: Partial<DeadLetter["headers"]>;
}

/** A dead letter with its parts as text: a line of NDJSON. */
type Line = DeadLetterHeaders & {
  /** The record, when it is UTF-8. */
  readonly value?: string | null;
  /** The record in base64, when it is not. */
  readonly valueBase64?: string;
};

/** The dead letters of a command: written to a file where one is wanted, and summed up at the end. */
export class DeadLetters {
  readonly #file: FileOutput | undefined;
  #count = 0;
  #first: Line | undefined;

  /** @param path takes them as NDJSON. */
  constructor(path?: string) {
    if (path !== undefined) this.#file = new FileOutput(path);
  }

  get count(): number {
    return this.#count;
  }

  /** @throws the file system's error. */
  async add(letters: readonly Letter[]): Promise<void> {
    if (letters.length === 0) return;
    const lines = letters.map(lineOf);
    this.#count += lines.length;
    this.#first ??= lines[0];
    await this.#file?.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  }

  /**
   * Closes the file and says how many there were, where the first was and why.
   *
   * @throws the file system's error.
   */
  async close(messages: Messages): Promise<void> {
    await this.#file?.close();
    if (this.#first === undefined) return;
    const left = `${plural(this.#count, "record")} could not be read and ${this.#count === 1 ? "was" : "were"} left out`;
    const where = this.#file === undefined ? "--dead-letters FILE keeps them" : `${this.#file.path} has them`;
    messages.warn(`${left}; ${where}.`);
    messages.line(`  first: ${this.#first["mixtide-source"]}: ${this.#first["mixtide-message"]}`);
  }
}

function lineOf({ value, headers }: Letter): Line {
  const text = (name: keyof DeadLetterHeaders): string => Buffer.from(headers[name] ?? []).toString("utf8");
  return {
    "mixtide-source": text("mixtide-source"),
    "mixtide-error": text("mixtide-error"),
    "mixtide-message": text("mixtide-message"),
    ...valueText(value),
  };
}

function valueText(value: Uint8Array | null): Pick<Line, "value" | "valueBase64"> {
  if (value === null) return { value: null };
  try {
    return { value: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(value) };
  } catch {
    return { valueBase64: Buffer.from(value).toString("base64") };
  }
}
