/** First in, first out, at constant cost however many wait. */
export class Queue<T> {
  #front: T[] = [];
  #back: T[] = [];
  #next = 0;

  get length(): number {
    return this.#front.length - this.#next + this.#back.length;
  }

  push(item: T): void {
    this.#back.push(item);
  }

  /** What {@link shift} would give. @throws RangeError when there is none. */
  get first(): T {
    if (this.length === 0) throw new RangeError("the queue is empty");
    if (this.#next === this.#front.length) {
      this.#front = this.#back;
      this.#back = [];
      this.#next = 0;
    }
    return this.#front[this.#next]!;
  }

  /** @throws RangeError when there is none. */
  shift(): T {
    const item = this.first;
    // What was taken must not be kept alive from here.
    this.#front[this.#next++] = undefined as T;
    return item;
  }
}
