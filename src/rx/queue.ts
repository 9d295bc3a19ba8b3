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

  /** @throws RangeError when there is none. */
  shift(): T {
    if (this.length === 0) throw new RangeError("the queue is empty");
    if (this.#next === this.#front.length) {
      this.#front = this.#back;
      this.#back = [];
      this.#next = 0;
    }
    const item = this.#front[this.#next]!;
    // What was taken must not be kept alive from here.
    this.#front[this.#next++] = undefined as T;
    return item;
  }
}
