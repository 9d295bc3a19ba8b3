import { Observable, type Subscriber } from "rxjs";
import type { Source, SourceEvent, SourceOptions, TopicPartition } from "../../broker.js";
import { BrokerError } from "../../errors.js";
import { type SessionContext, SourceSession } from "./source-session.js";

/** A group member of one connection; its life is the subscription to `events$`. */
export class MemorySource implements Source {
  readonly events$: Observable<SourceEvent>;
  readonly #context: SessionContext;
  readonly #options: SourceOptions;
  #session: SourceSession | undefined;
  #subscriber: Subscriber<SourceEvent> | undefined;
  #epoch = 0;

  constructor(context: SessionContext, options: SourceOptions) {
    this.#context = context;
    this.#options = options;
    this.events$ = new Observable((subscriber) => this.#open(subscriber));
  }

  seek(partition: TopicPartition, offset: number): void {
    if (!(Number.isSafeInteger(offset) && offset >= 0)) throw new RangeError(`offset ${offset}: expected 0, 1, 2, …`);
    this.#session?.seek(partition, offset);
  }

  rejoin(): void {
    this.#session?.rejoin();
  }

  async commitPositions(positions: readonly (TopicPartition & { readonly offset: number })[]): Promise<void> {
    if (this.#session === undefined) {
      throw new BrokerError(`group "${this.#options.group}": subscribe to the source before committing positions`);
    }
    await this.#session.commitPositions(positions);
  }

  /** Completes `events$`. */
  close(): void {
    this.#subscriber?.complete();
  }

  #open(subscriber: Subscriber<SourceEvent>): (() => void) | undefined {
    if (this.#session !== undefined) {
      subscriber.error(
        new Error(`group "${this.#options.group}": this source already has a subscriber, create another`),
      );
      return undefined;
    }
    const session = new SourceSession(this.#context, this.#options, subscriber, () => ++this.#epoch);
    this.#session = session;
    this.#subscriber = subscriber;
    session.start();
    return () => {
      this.#session = undefined;
      this.#subscriber = undefined;
      session.end();
    };
  }
}
