import type { Writable } from "node:stream";

/** Whoever read standard output has gone (`| head`): nothing went wrong, but there is nobody left to work for. */
export class ReaderGone extends Error {
  constructor() {
    super("the reader of standard output has gone");
    this.name = "ReaderGone";
  }
}

/** Standard output: data only. A write resolves when the stream has taken it, so a slow reader slows the work. */
export class Output {
  readonly #stream: Writable;
  #failure: Error | undefined;
  #pending = Promise.resolve();

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on("error", (error: NodeJS.ErrnoException) => {
      this.#failure ??= error.code === "EPIPE" ? new ReaderGone() : error;
    });
  }

  /** @throws ReaderGone when the other end of the pipe is closed, or the error of the stream. */
  async write(data: string | Uint8Array): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    await new Promise<void>((resolve, reject) => {
      this.#stream.write(data, (error) => (error ? reject(asFailure(error)) : resolve()));
    });
  }

  /** For callers that cannot wait; {@link flush} waits for them. */
  later(data: string): void {
    const earlier = this.#pending;
    this.#pending = earlier.then(() => this.write(data));
    this.#pending.catch(() => undefined);
  }

  /** @throws as {@link write}, for what was written {@link later}. */
  async flush(): Promise<void> {
    await this.#pending;
  }

  async line(text: string): Promise<void> {
    await this.write(`${text}\n`);
  }

  /** One JSON value on one line. */
  async json(value: unknown): Promise<void> {
    await this.line(JSON.stringify(value));
  }
}

function asFailure(error: NodeJS.ErrnoException): Error {
  return error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED" ? new ReaderGone() : error;
}
