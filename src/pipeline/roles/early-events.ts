import { Observable, type Subscriber } from "rxjs";

/**
 * Keeps what a hot source delivers from now on until somebody is ready for it: a source begins to fetch on joining,
 * while the task still restores. The source's backpressure bounds what gathers: one batch a partition.
 */
export class EarlyEvents<T> {
  readonly #early: T[];
  #reader: Subscriber<T> | undefined;
  readonly #subscription;

  constructor(events$: Observable<T>, first: T) {
    this.#early = [first];
    this.#subscription = events$.subscribe({
      next: (event) => (this.#reader === undefined ? this.#early.push(event) : this.#reader.next(event)),
      error: (error) => this.#reader?.error(error),
      complete: () => this.#reader?.complete(),
    });
  }

  /** For one reader, which gets the early events first. */
  readonly events$ = new Observable<T>((reader) => {
    while (this.#early.length > 0 && !reader.closed) reader.next(this.#early.shift()!);
    this.#reader = reader;
  });

  unsubscribe(): void {
    this.#subscription.unsubscribe();
  }
}
