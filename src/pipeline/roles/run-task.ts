import { catchError, defer, filter, finalize, type Observable, take, takeUntil } from "rxjs";
import type { SourceEvent } from "../../broker/broker.js";
import type { Control } from "../control.js";
import { isRefusal, refuseAsOwner } from "../task/confirm-owner.js";
import type { TaskContext } from "../task/context.js";
import { closeQuietly, type OpenTask, openTask } from "../task/open-task.js";
import { workTask } from "../task/work.js";
import { EarlyEvents } from "./early-events.js";
import { withResource } from "./with-resource.js";

/**
 * Opens a task and lets it work until it is stopped, fails, or is unsubscribed from because its partitions went
 * elsewhere; then its writer is closed and everything that was not committed is forgotten.
 *
 * @param assignment the `assigned` event under which it is opened.
 * @param events$ what the source delivers from now on, hot.
 */
export function runTask(
  context: TaskContext,
  assignment: SourceEvent,
  events$: Observable<SourceEvent>,
  controls$: Observable<Control>,
  opened: (task: OpenTask) => void,
): Observable<never> {
  return defer(() => {
    let working = false;
    const early = new EarlyEvents(events$, assignment);
    const stopped$ = controls$.pipe(filter((control) => control === "stop" && !working));
    return withResource(
      (abandoned) => openTask(context, abandoned),
      ({ writer }) => closeQuietly(writer),
      (task) => {
        working = true;
        opened(task);
        return workTask(context, task, early.events$, controls$).pipe(
          catchError((error) => {
            if (!isRefusal(error)) throw error;
            return refuseAsOwner(context, task.writer, error);
          }),
        );
      },
    ).pipe(
      takeUntil(stopped$.pipe(take(1))),
      finalize(() => early.unsubscribe()),
    );
  });
}
