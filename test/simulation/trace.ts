import { createHash, type Hash } from "node:crypto";

/** What happened, line by line: kept for reading, or only as a digest. */
export class Trace {
  readonly lines: string[] = [];
  readonly #hash: Hash | undefined;
  readonly #keep: boolean;

  constructor(options: { readonly keep?: boolean; readonly digest?: boolean } = {}) {
    this.#keep = options.keep ?? false;
    this.#hash = options.digest ? createHash("sha256") : undefined;
  }

  add(time: number, who: string, event: object): void {
    if (!this.#keep && this.#hash === undefined) return;
    const line = `${time.toFixed(3).padStart(10)} ${who} ${JSON.stringify(event, plain)}`;
    if (this.#keep) this.lines.push(line);
    this.#hash?.update(line);
  }

  digest(): string {
    return this.#hash?.digest("hex") ?? "";
  }
}

function plain(_key: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Error) return value.message;
  return value;
}
