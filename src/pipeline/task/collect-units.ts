import { Observable, type OperatorFunction, type SchedulerLike, type Subscriber, Subscription } from "rxjs";
import type { LearnedInput } from "./inputs.js";

/** The growing unit, as the collector sees it. */
export interface Collected<Unit> {
  readonly isEmpty: boolean;
  readonly isFull: boolean;
  add(input: LearnedInput): void;
  /** Closes what was added and begins anew. */
  seal(last: boolean): Unit;
}

export interface CollectOptions {
  /** Time from the first input of a unit to its closing, in ms. */
  readonly intervalMs: number;
  readonly scheduler: SchedulerLike;
  /** Emits whenever a unit's transaction is through: one at a time, the next unit waits and grows meanwhile. */
  readonly committed$: Observable<unknown>;
  /** Asks for a `boundary` input: units are closed between batches only, when the learner is at rest. */
  readonly askForBoundary: () => void;
}

/**
 * Collects learned batches into units, which close at boundaries only. A batch is acknowledged on entering the open
 * unit, so that fetching goes on while a commit is under way; when the unit is full, acknowledgements wait until it is
 * handed over. Completes after the unit that a `stop` closes.
 */
export function collectUnits<Unit>(
  open: Collected<Unit>,
  options: CollectOptions,
): OperatorFunction<LearnedInput, Unit> {
  return (inputs$) =>
    new Observable((subscriber) => {
      const collector = new Collector(open, options, subscriber);
      const subscription = inputs$.subscribe({
        next: (input) => collector.take(input),
        error: (error) => subscriber.error(error),
        complete: () => subscriber.complete(),
      });
      subscription.add(options.committed$.subscribe(() => collector.committed()));
      subscription.add(() => collector.stopTimer());
      return subscription;
    });
}

class Collector<Unit> {
  readonly #open: Collected<Unit>;
  readonly #options: CollectOptions;
  readonly #units: Subscriber<Unit>;
  /** Acknowledgements that wait for room. */
  #held: (() => void)[] = [];
  #timer = Subscription.EMPTY;
  /** The interval of the open unit is over. */
  #due = false;
  #stopping = false;
  #committing = false;
  /** A boundary is on its way. */
  #asked = false;

  constructor(open: Collected<Unit>, options: CollectOptions, units: Subscriber<Unit>) {
    this.#open = open;
    this.#options = options;
    this.#units = units;
  }

  take(input: LearnedInput): void {
    try {
      this.#add(input);
      if (input.type === "boundary" || input.type === "stop") this.#atBoundary();
      else this.#askIfDue();
    } catch (error) {
      this.#units.error(error);
    }
  }

  committed(): void {
    this.#committing = false;
    this.#askIfDue();
  }

  stopTimer(): void {
    this.#timer.unsubscribe();
  }

  get #isDue(): boolean {
    return this.#due || this.#stopping || this.#open.isFull;
  }

  #add(input: LearnedInput): void {
    const wasEmpty = this.#open.isEmpty;
    this.#open.add(input);
    if (wasEmpty && !this.#open.isEmpty) this.#startTimer();
    if (input.type === "stop") this.#stopping = true;
    if (input.type !== "learned") return;
    if (this.#open.isFull) this.#held.push(input.batch.ack);
    else input.batch.ack();
  }

  #startTimer(): void {
    this.#timer = this.#options.scheduler.schedule(() => {
      this.#due = true;
      this.#askIfDue();
    }, this.#options.intervalMs);
  }

  #askIfDue(): void {
    if (this.#committing || this.#asked || !this.#isDue) return;
    this.#asked = true;
    this.#options.askForBoundary();
  }

  #atBoundary(): void {
    this.#asked = false;
    if (this.#committing || !this.#isDue) return;
    if (!this.#open.isEmpty) this.#close();
    else if (this.#stopping) this.#units.complete();
  }

  #close(): void {
    this.#timer.unsubscribe();
    this.#due = false;
    this.#committing = true;
    const unit = this.#open.seal(this.#stopping);
    const held = this.#held;
    this.#held = [];
    for (const ack of held) ack();
    this.#units.next(unit);
  }
}
