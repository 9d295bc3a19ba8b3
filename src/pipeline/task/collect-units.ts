import { Observable, type OperatorFunction, type SchedulerLike, type Subscription } from "rxjs";
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
 * Collects learned batches into units. A batch is acknowledged on entering the open unit, so that fetching goes on
 * while a commit is under way; when the unit is full, acknowledgements wait until it is handed over. Completes after
 * the unit that a `stop` closes.
 */
export function collectUnits<Unit>(
  open: Collected<Unit>,
  options: CollectOptions,
): OperatorFunction<LearnedInput, Unit> {
  return (inputs$) =>
    new Observable((subscriber) => {
      const held: (() => void)[] = [];
      let due = false;
      let stopping = false;
      let committing = false;
      let timer: Subscription | undefined;

      const close = (): void => {
        if (committing) return;
        if (open.isEmpty) {
          if (stopping) subscriber.complete();
          return;
        }
        if (!due && !stopping && !open.isFull) return;
        timer?.unsubscribe();
        timer = undefined;
        due = false;
        committing = true;
        const unit = open.seal(stopping);
        for (const ack of held.splice(0)) ack();
        subscriber.next(unit);
      };

      const startTimer = (): void => {
        timer = options.scheduler.schedule(() => {
          due = true;
          if (!committing) options.askForBoundary();
        }, options.intervalMs);
      };

      const take = (input: LearnedInput): void => {
        open.add(input);
        if (input.type === "stop") stopping = true;
        if (!open.isEmpty) timer ?? startTimer();
        if (input.type !== "learned") return;
        if (open.isFull) held.push(input.batch.ack);
        else input.batch.ack();
      };

      const subscription = inputs$.subscribe({
        next: (input) => {
          try {
            take(input);
            close();
          } catch (error) {
            subscriber.error(error);
          }
        },
        error: (error) => subscriber.error(error),
        complete: () => subscriber.complete(),
      });
      subscription.add(
        options.committed$.subscribe(() => {
          committing = false;
          if (due || stopping || open.isFull) options.askForBoundary();
        }),
      );
      subscription.add(() => timer?.unsubscribe());
      return subscription;
    });
}
