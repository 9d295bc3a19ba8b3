import { catchError, concat, defer, EMPTY, ignoreElements, type Observable, Subject, tap, timer } from "rxjs";
import type { SourceEvent } from "../../broker/broker.js";
import type { Control } from "../control.js";
import type { PipelineEvent } from "../events.js";
import type { TaskContext } from "../task/context.js";
import { Recovery, type Verdict } from "./recovery.js";
import { runTask } from "./run-task.js";

type Assigned = Extract<SourceEvent, { type: "assigned" }>;

/** No assignment is good enough until we have joined anew. */
const NONE = Number.POSITIVE_INFINITY;

/** Decides under which assignment a task may be built, and what follows its end. */
export class TaskKeeper {
  /** Emits once a wish to stop is fulfilled. */
  readonly stopped$ = new Subject<void>();
  readonly #context: TaskContext;
  readonly #controls$: Observable<Control>;
  readonly #recovery: Recovery;
  /** The newest join, and the one beyond which a task may be built. */
  #epoch = -1;
  #after = -1;
  #alive = false;
  #stopping = false;
  /** Who last wrote the state before us. */
  #predecessor: string | undefined;

  constructor(context: TaskContext, controls$: Observable<Control>) {
    this.#recovery = new Recovery(context.settings.restarts);
    this.#context = { ...context, emit: (event) => this.#emit(context, event) };
    this.#controls$ = controls$;
  }

  /** Whether an assignment ends or begins a task; a task that keeps its partitions hears of it itself. */
  concerns(assignment: Assigned): boolean {
    const owner = assignment.partitions.length > 0;
    const kept = this.#alive && owner;
    this.#epoch = assignment.epoch;
    const partitions = assignment.partitions.map(({ partition }) => partition);
    this.#context.emit({ type: "assigned", epoch: assignment.epoch, partitions, kept });
    if (!owner) {
      this.#alive = false;
      if (this.#after === NONE) this.#after = assignment.epoch;
      if (this.#stopping) this.stopped$.next(); // the task is gone before it could end
      return true;
    }
    return !kept && assignment.epoch > this.#after;
  }

  open(assignment: Assigned, events$: Observable<SourceEvent>): Observable<never> {
    if (assignment.partitions.length === 0) return EMPTY;
    return defer(() => {
      this.#alive = true;
      const task$ = runTask(this.#context, assignment, events$, this.#controls$, ({ predecessor }) => {
        this.#predecessor = predecessor;
      });
      return concat(
        task$,
        defer(() => this.#end()),
      ).pipe(catchError((error) => this.#recover(error, assignment, events$)));
    });
  }

  control(control: Control): void {
    if (control !== "stop") return;
    this.#stopping = true;
    if (!this.#alive) this.stopped$.next();
  }

  #end(): Observable<never> {
    this.#alive = false;
    this.stopped$.next();
    return EMPTY;
  }

  #recover(error: unknown, assignment: Assigned, events$: Observable<SourceEvent>): Observable<never> {
    this.#alive = false;
    const { scheduler, source, steps } = this.#context;
    const verdict = this.#recovery.judge(error, scheduler.now());
    this.#tell(error as Error, verdict);
    if (this.#stopping) return this.#end();
    if (!steps.rejoinFirst) return this.open(assignment, events$);
    this.#after = NONE;
    return timer(verdict.retryMs, scheduler).pipe(
      tap(() => {
        this.#after = this.#epoch;
        source.rejoin();
      }),
      ignoreElements(),
    );
  }

  #tell(error: Error, { fenced, repeated, failures, retryMs }: Verdict): void {
    // The first time it is still whoever worked before us, and gone: only a rival that comes back is named.
    const rival = repeated ? this.#predecessor : undefined;
    const other = rival === undefined || rival === this.#context.client ? {} : { rival };
    if (fenced) this.#context.emit({ type: "fenced", error, repeated, ...other });
    this.#context.emit({ type: "dropped", error, failures, retryMs });
  }

  #emit(context: TaskContext, event: PipelineEvent): void {
    if (event.type === "committed") this.#recovery.succeeded();
    context.emit(event);
  }
}
