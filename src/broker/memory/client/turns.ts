import { asyncScheduler, type SchedulerLike } from "rxjs";

/** Microtasks in a row before timers and I/O get their turn. */
const MICROTASKS_MAX = 16;

/** Runs work soon: what "a reply without delay" means to the scheduler of a connection. */
export type Soon = (work: () => void) => void;

/**
 * Real time: a microtask, and every sixteenth a macrotask, so that a loop of immediate replies neither waits for
 * timers (a `setTimeout` costs 1 ms) nor starves them. Any other scheduler gets to order every reply itself.
 */
export function soonOn(scheduler: SchedulerLike): Soon {
  if (scheduler !== asyncScheduler) return (work) => void scheduler.schedule(() => work(), 0);
  let turn = 0;
  return (work) => {
    if (++turn % MICROTASKS_MAX === 0) setImmediate(work);
    else queueMicrotask(work);
  };
}
