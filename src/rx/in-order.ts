import {
  defer,
  ignoreElements,
  merge,
  Observable,
  type OperatorFunction,
  type SchedulerLike,
  type Subscriber,
  type Subscription,
  tap,
} from "rxjs";
import { Queue } from "./queue.js";

/** Whether long work lets others in. */
export interface SliceOptions {
  /**
   * Cuts long work (above all the fit that ends warm-up) into slices, between which this scheduler gives others their
   * turn. Results then come later than their inputs, in the same order; inputs that arrive meanwhile wait **without
   * bound**, so what feeds the stream must wait for results. Without a scheduler, everything happens in the call that
   * delivers an input.
   */
  readonly scheduler?: SchedulerLike;
  /** With a scheduler: work on this long before others get their turn, in its milliseconds; default 20. */
  readonly sliceMs?: number;
}

/** Work that yields after each slice, and returns what is to be emitted. */
export type Slices<R> = Iterator<undefined, Iterable<R>>;

/** What an operator does with its inputs, one after the other; each subscription has its own. */
export interface Stage<T, R> {
  take(input: T): Slices<R>;
  /** After the last input; not after an error. */
  finish(): Slices<R>;
}

/** Work that is done. */
export function atOnce<R>(results: Iterable<R>): Slices<R> {
  return { next: () => ({ done: true, value: results }) };
}

/**
 * Runs a stage over a stream: the next input is begun when everything the one before it gave has been emitted, even
 * when it arrives from inside that emission. Errors of the source pass at once, ahead of results not yet emitted.
 *
 * It is `concatMap`, but for two things: any number of inputs may wait (`concatMap` takes up those that waited from
 * inside one another, and some thousands overflow the stack), and it costs little where none do.
 */
export function inOrder<T, R>(makeStage: () => Stage<T, R>, options: SliceOptions = {}): OperatorFunction<T, R> {
  return (source) =>
    defer(() => {
      const worker = new Worker(makeStage(), options);
      const intake$ = source.pipe(
        tap({ next: (input) => worker.add(input), complete: () => worker.end() }),
        ignoreElements(),
      );
      return merge(worker.results$, intake$);
    });
}

/** Takes inputs up, one at a time. */
class Worker<T, R> {
  readonly results$ = new Observable<R>((out) => {
    this.#out = out;
    return () => this.#turn?.unsubscribe();
  });
  readonly #stage: Stage<T, R>;
  readonly #scheduler: SchedulerLike | undefined;
  readonly #sliceMs: number;
  readonly #inputs = new Queue<T>();
  #out: Subscriber<R> | undefined;
  /** What is under way. */
  #slices: Slices<R> | undefined;
  /** At work, or waiting for the next turn. */
  #busy = false;
  #turn: Subscription | undefined;
  #ending: "not yet" | "after the last input" | "ended" = "not yet";

  constructor(stage: Stage<T, R>, { scheduler, sliceMs = 20 }: SliceOptions) {
    this.#stage = stage;
    this.#scheduler = scheduler;
    this.#sliceMs = sliceMs;
  }

  add(input: T): void {
    this.#inputs.push(input);
    if (!this.#busy) this.#work();
  }

  end(): void {
    this.#ending = "after the last input";
    if (!this.#busy) this.#work();
  }

  /** Works until nothing is left, the slice is over or nobody listens any more. */
  #work(): void {
    const scheduler = this.#scheduler;
    const end = scheduler === undefined ? 0 : scheduler.now() + this.#sliceMs;
    this.#busy = true;
    while (this.#takeUp()) {
      this.#advance(this.#slices!);
      if (scheduler !== undefined && this.#isLeft && scheduler.now() >= end) {
        this.#turn = scheduler.schedule(() => this.#workOn());
        return;
      }
    }
    this.#busy = false;
  }

  #workOn(): void {
    try {
      this.#work();
    } catch (error) {
      this.#out?.error(error);
    }
  }

  get #isLeft(): boolean {
    return this.#slices !== undefined || this.#inputs.length > 0 || this.#ending === "after the last input";
  }

  /** Begins what comes next, unless something is under way; false when there is nothing to do. */
  #takeUp(): boolean {
    if (this.#out === undefined || this.#out.closed) return false;
    if (this.#slices !== undefined) return true;
    if (this.#inputs.length > 0) {
      this.#slices = this.#stage.take(this.#inputs.shift());
      return true;
    }
    if (this.#ending === "after the last input") {
      this.#ending = "ended";
      this.#slices = this.#stage.finish();
      return true;
    }
    if (this.#ending === "ended") this.#out.complete();
    return false;
  }

  /** One slice, and the results if it was the last. */
  #advance(slices: Slices<R>): void {
    const step = slices.next();
    if (step.done !== true) return;
    this.#slices = undefined;
    for (const result of step.value) {
      this.#out!.next(result);
      if (this.#out!.closed) return;
    }
  }
}
