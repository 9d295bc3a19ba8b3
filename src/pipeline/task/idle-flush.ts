import { EMPTY, filter, map, type Observable, type SchedulerLike, switchMap, timer } from "rxjs";

/**
 * Asks for a flush after a while without activity, so that a topic that pauses gets its labels. The wish becomes an
 * input of the task and goes to the journal: the learner knows no clock.
 *
 * @param worthIt whether anything was learned since the last flush and nothing is waiting.
 */
export function idleFlush(
  activity$: Observable<unknown>,
  afterMs: number | null,
  scheduler: SchedulerLike,
  worthIt: () => boolean,
): Observable<{ readonly type: "flush" }> {
  if (afterMs === null) return EMPTY;
  return activity$.pipe(
    switchMap(() => timer(afterMs, scheduler)),
    filter(worthIt),
    map(() => ({ type: "flush" }) as const),
  );
}
