interface Waiting<T> {
  readonly item: T;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Turns calls made side by side into few requests: what is asked for while a request is under way goes into the next.
 *
 * @param send handles items together; it calls `fail` for each that went wrong, and throws when all did
 * @param capacity how many of the waiting items (in order) fit into one request, at least 1
 */
export class Gather<T> {
  readonly #send: (items: readonly T[], fail: (item: T, error: unknown) => void) => Promise<void>;
  readonly #capacity: (items: readonly T[]) => number;
  #waiting: Waiting<T>[] = [];
  #isBusy = false;

  constructor(
    send: (items: readonly T[], fail: (item: T, error: unknown) => void) => Promise<void>,
    capacity: (items: readonly T[]) => number = ({ length }) => length,
  ) {
    this.#send = send;
    this.#capacity = capacity;
  }

  add(item: T): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (this.#isBusy) return;
      this.#isBusy = true;
      setImmediate(() => void this.#work());
    });
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      const count = Math.max(1, this.#capacity(this.#waiting.map(({ item }) => item)));
      const together = this.#waiting.splice(0, count);
      await this.#settle(together);
    }
    this.#isBusy = false;
  }

  async #settle(together: readonly Waiting<T>[]): Promise<void> {
    const failed = new Map<T, unknown>();
    const items = together.map(({ item }) => item);
    try {
      await this.#send(items, (item, error) => failed.set(item, error));
    } catch (error) {
      for (const item of items) failed.set(item, error);
    }
    for (const { item, resolve, reject } of together) {
      if (failed.has(item)) reject(failed.get(item));
      else resolve();
    }
  }
}
