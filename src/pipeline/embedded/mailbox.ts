/** Hands values from callbacks to one reader, in order; its writer is slowed by what the reader gives back, not here. */
export class Mailbox<T> implements AsyncIterable<T> {
  #values: T[] = [];
  #closed = false;
  #failure: { readonly error: unknown } | undefined;
  #wake: () => void = () => undefined;

  put(value: T): void {
    this.#values.push(value);
    this.#wake();
  }

  close(): void {
    this.#closed = true;
    this.#wake();
  }

  /** The reader throws this once it has taken what came before. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      const values = this.#values;
      this.#values = [];
      yield* values;
      if (this.#values.length > 0) continue;
      if (this.#failure !== undefined) throw this.#failure.error;
      if (this.#closed) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
