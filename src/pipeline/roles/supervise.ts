import { defer, filter, ignoreElements, merge, type Observable, switchMap, takeUntil, tap } from "rxjs";
import type { SourceEvent } from "../../broker/broker.js";
import type { Control } from "../control.js";
import type { TaskContext } from "../task/context.js";
import { TaskKeeper } from "./task-keeper.js";

/**
 * Keeps one task alive while this member owns the partitions; a standby waits.
 *
 * A task lives on across rejoins that leave it its partitions. After an error it is dropped, and a new one is built
 * only under an assignment from a join later than the error: a deposed owner that simply went on would fence off the
 * rightful one. Completes after a `stop`.
 */
export function supervise(
  context: TaskContext,
  events$: Observable<SourceEvent>,
  controls$: Observable<Control>,
): Observable<never> {
  return defer(() => {
    const keeper = new TaskKeeper(context, controls$);
    const tasks$ = events$.pipe(
      filter((event) => event.type === "assigned"),
      filter((assignment) => keeper.concerns(assignment)),
      switchMap((assignment) => keeper.open(assignment, events$)),
    );
    return merge(tasks$, controls$.pipe(tap((control) => keeper.control(control)))).pipe(
      ignoreElements(),
      takeUntil(keeper.stopped$),
    );
  });
}
