import { createWriteStream, type WriteStream } from "node:fs";
import { finished } from "node:stream/promises";

/** A file written piece by piece; made empty at once, so that it never holds what an earlier run wrote. */
export class FileOutput {
  readonly path: string;
  readonly #stream: WriteStream;
  #failure: Error | undefined;

  constructor(path: string) {
    this.path = path;
    this.#stream = createWriteStream(path);
    this.#stream.on("error", (error) => {
      this.#failure ??= error;
    });
  }

  /** @throws the file system's error, of this or an earlier piece. */
  async write(data: string | Uint8Array): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    await new Promise<void>((resolve, reject) => {
      this.#stream.write(data, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** @throws the file system's error. */
  async close(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    this.#stream.end();
    await finished(this.#stream);
  }
}
