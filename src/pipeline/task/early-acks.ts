import { Queue } from "../../rx/queue.js";

/**
 * Lets so many batches be acknowledged before they have arrived, so that the next is fetched and decoded meanwhile; no
 * more, however long they are held up.
 */
export class EarlyAcks {
  #credit: number;
  readonly #held = new Queue<() => void>();

  constructor(credit: number) {
    this.#credit = credit;
  }

  /** A batch sets out: acknowledged at once, or as soon as one before it has arrived. */
  depart(ack: () => void): void {
    if (this.#credit === 0) {
      this.#held.push(ack);
      return;
    }
    this.#credit--;
    ack();
  }

  /** A batch has arrived, and there is room for the next. */
  arrive(): void {
    if (this.#held.length > 0) this.#held.shift()();
    else this.#credit++;
  }
}
