import {
  concatMap,
  connect,
  defer,
  EMPTY,
  ignoreElements,
  map,
  merge,
  type Observable,
  Subject,
  startWith,
  takeUntil,
  tap,
} from "rxjs";
import type { SourceEvent } from "../../broker/broker.js";
import type { Control } from "../control.js";
import { collectUnits } from "./collect-units.js";
import { commitUnit } from "./commit-unit.js";
import type { TaskContext } from "./context.js";
import { decode } from "./decode.js";
import { idleFlush } from "./idle-flush.js";
import type { TaskInput } from "./inputs.js";
import { learn } from "./learn.js";
import type { OpenTask } from "./open-task.js";
import { TaskDesk } from "./task-desk.js";
import { UnitCollector } from "./unit-collector.js";

/**
 * The task at work: `inbox → decode → learn → collectUnits → concatMap(commit)`, one transaction at a time.
 *
 * Whatever concerns the learner enters through `inbox`, so that its order is the order of the journal. Completes after
 * a `stop`; an error ends this stream only, and with it everything that was not committed.
 *
 * @param events$ begins with the assignment under which the task was opened.
 */
export function workTask(
  context: TaskContext,
  { writer, state }: OpenTask,
  events$: Observable<SourceEvent>,
  controls$: Observable<Control>,
): Observable<never> {
  return defer(() => {
    const { settings, scheduler, decoder, topics, learners } = context;
    const inbox = new Subject<TaskInput>();
    const progress$ = new Subject<void>();
    const committed$ = new Subject<void>();
    const finished$ = new Subject<void>();
    const desk = new TaskDesk(context, state, (input) => inbox.next(input));
    const collector = new UnitCollector(context, state);
    const units$ = inbox.pipe(
      decode(decoder, topics.input, learners.dimensions),
      learn(context, state),
      tap(() => {
        desk.settled();
        progress$.next();
      }),
      collectUnits(collector, {
        intervalMs: settings.commit.interval,
        scheduler,
        committed$,
        askForBoundary: () => desk.offer({ type: "boundary" }),
      }),
      concatMap((unit) => commitUnit(context, writer, unit)),
      tap({ next: () => committed$.next(), complete: () => finished$.next() }),
    );
    const silence$ = merge(progress$, committed$).pipe(startWith(undefined));
    const idle = () => desk.wantsFlush && !collector.isFull;
    const wishes$ = merge(
      idleFlush(silence$, settings.flush.after, scheduler, idle),
      controls$.pipe(map((type) => ({ type }))),
    );
    return merge(units$, wishes$.pipe(tap((wish) => desk.offer(wish))), events$.pipe(receive(desk))).pipe(
      ignoreElements(),
      takeUntil(finished$),
    );
  });
}

/** Batches at once; whatever moves positions one after the other, since it asks the broker. */
const receive = (desk: TaskDesk) =>
  connect((events$: Observable<SourceEvent>) =>
    merge(
      events$.pipe(tap((event) => event.type === "batch" && desk.receive(event))),
      events$.pipe(concatMap((event) => settle(desk, event))),
    ),
  );

function settle(desk: TaskDesk, event: SourceEvent): Promise<void> | typeof EMPTY {
  if (event.type === "assigned") return desk.assigned(event.partitions.map(({ partition }) => partition));
  if (event.type === "out-of-range") return desk.outOfRange(event.partition.partition);
  return EMPTY;
}
