/** Callbacks that are called once, at the next wake. */
export class Waiters {
  #callbacks = new Set<() => void>();

  add(callback: () => void): () => void {
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }

  wake(): void {
    if (this.#callbacks.size === 0) return;
    const callbacks = this.#callbacks;
    this.#callbacks = new Set(); // whoever waits again while being woken waits for the next time
    for (const callback of callbacks) callback();
  }
}
