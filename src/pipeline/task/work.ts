import {
  concatMap,
  connect,
  defer,
  EMPTY,
  ignoreElements,
  map,
  merge,
  type Observable,
  type OperatorFunction,
  Subject,
  startWith,
  takeUntil,
  tap,
} from "rxjs";
import type { SourceEvent, Writer } from "../../broker/broker.js";
import type { Control } from "../control.js";
import { BatchPool } from "./batch-pool.js";
import { collectUnits } from "./collect-units.js";
import { commitUnit } from "./commit-unit.js";
import type { TaskContext } from "./context.js";
import { decode } from "./decode.js";
import { idleFlush } from "./idle-flush.js";
import type { DecodedInput, LearnedInput, TaskInput } from "./inputs.js";
import { learn } from "./learn.js";
import { learnElsewhere } from "./learn-elsewhere.js";
import { LearnerMirror } from "./learner-mirror.js";
import type { OpenTask } from "./open-task.js";
import { TaskDesk } from "./task-desk.js";
import type { OpenedState, TaskState } from "./task-state.js";
import { UnitCollector } from "./unit-collector.js";

/**
 * The task at work: `inbox → decode → learn → collectUnits → concatMap(commit)`, one transaction at a time.
 *
 * Whatever concerns the learner enters through the inbox, so that its order is the order of the journal. Completes
 * after a `stop`; an error ends this stream only, and with it everything that was not committed.
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
    const line = new Line(context, state);
    const { settings, scheduler } = context;
    const flushes$ = idleFlush(line.activity$, settings.flush.after, scheduler, () => line.isIdle);
    const wishes$ = merge(flushes$, controls$.pipe(map((type) => ({ type }))));
    return merge(
      line.commits(writer),
      wishes$.pipe(tap((wish) => line.desk.offer(wish))),
      events$.pipe(receive(line.desk)),
    ).pipe(ignoreElements(), takeUntil(line.finished$));
  });
}

/** The way of an input from the desk to its commit. */
class Line {
  readonly desk: TaskDesk;
  readonly finished$ = new Subject<void>();
  readonly #context: TaskContext;
  readonly #learning: OperatorFunction<DecodedInput, LearnedInput>;
  readonly #inbox = new Subject<TaskInput>();
  readonly #learned$ = new Subject<void>();
  readonly #committed$ = new Subject<void>();
  readonly #pool: BatchPool;
  readonly #units: UnitCollector;

  constructor(context: TaskContext, opened: OpenedState) {
    const { state, learning } = learningOf(context, opened);
    this.#context = context;
    this.#learning = learning;
    this.#pool = new BatchPool(context.learners.dimensions, context.topics.input);
    this.#units = new UnitCollector(context, state, this.#pool);
    this.desk = new TaskDesk(context, state, (input) => this.#inbox.next(input));
  }

  /** Something was learned or committed; also at the start. */
  get activity$(): Observable<unknown> {
    return merge(this.#learned$, this.#committed$).pipe(startWith(undefined));
  }

  get isIdle(): boolean {
    return this.desk.wantsFlush && !this.#units.isFull;
  }

  commits(writer: Writer): Observable<unknown> {
    const { settings, scheduler, decoder, topics, learners } = this.#context;
    const askForBoundary = () => this.desk.offer({ type: "boundary" });
    const limits = { intervalMs: settings.commit.interval, scheduler, committed$: this.#committed$, askForBoundary };
    return this.#inbox.pipe(
      decode(decoder, topics.input, learners.dimensions, this.#pool),
      this.#learning,
      tap(() => this.#settled()),
      collectUnits(this.#units, limits),
      concatMap((unit) => commitUnit(this.#context, writer, unit)),
      tap({ next: () => this.#committed$.next(), complete: () => this.finished$.next() }),
    );
  }

  #settled(): void {
    this.desk.settled();
    this.#learned$.next();
  }
}

/** In the pipeline's own thread, or elsewhere where learners can be; and the state as those who come after it see it. */
function learningOf(
  context: TaskContext,
  opened: OpenedState,
): { readonly state: TaskState; readonly learning: OperatorFunction<DecodedInput, LearnedInput> } {
  const { learners } = context;
  if (learners.elsewhere === undefined) return { state: opened, learning: learn(context, opened) };
  const state = { ...opened, learner: new LearnerMirror(opened.learner) };
  return { state, learning: learnElsewhere(context, state, () => learners.elsewhere!(opened.learner.toSections())) };
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
