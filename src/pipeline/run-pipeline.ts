import { asyncScheduler, connect, NEVER, Observable, type SchedulerLike, share, tap } from "rxjs";
import type { Broker, SourceEvent } from "../broker/broker.js";
import type { Decoder } from "../format/decoder.js";
import type { Control } from "./control.js";
import type { PipelineEvent } from "./events.js";
import type { RecordEncoders } from "./ports/encoders.js";
import type { LearnerFactory } from "./ports/learner.js";
import type { Onlooker } from "./ports/onlooker.js";
import type { ReplayBounds } from "./replay/replay-bounds.js";
import { supervise } from "./roles/supervise.js";
import { type PipelineSettingsInput, pipelineSettings } from "./settings.js";
import type { TaskContext, TaskSteps } from "./task/context.js";
import { TASK_STEPS } from "./task/steps.js";
import { appTopics, groupOf, TASK_ALL } from "./topics.js";

export interface PipelineOptions {
  /** Prefix of topics and transactional ids, and name of the group and the model. */
  readonly app: string;
  /** Input topic. */
  readonly input: string;
  readonly broker: Broker;
  readonly decoder: Decoder;
  readonly encoders: RecordEncoders;
  readonly learners: LearnerFactory;
  readonly settings: PipelineSettingsInput;
  /** Name of this process; found in the state by others. Default: the app's. */
  readonly client?: string;
  readonly controls$?: Observable<Control>;
  readonly scheduler?: SchedulerLike;
  /** A member silent for so long is expelled, in ms; default: the broker client's. */
  readonly sessionTimeoutMs?: number;
  /** Records fetched at once at most; default: the broker client's. */
  readonly batchRecords?: number;
  /** ms that the learner may work before heartbeats and timers get their turn; default 20. */
  readonly sliceMs?: number;
  /** Set when the app is a replay, on a broker that shows just these bounds of the input. */
  readonly replay?: ReplayBounds;
  readonly onlooker?: Onlooker | undefined;
}

/**
 * Runs role `all`: this process joins the app's group and either does all the work or stands by to take over.
 *
 * Cold: subscribing joins, unsubscribing leaves at once (what was not committed is done again by whoever is next);
 * `stop` among the controls finishes the open unit first and completes.
 *
 * @param steps for simulations only.
 * @returns what happens; errors with StateError, RefusedError or a BrokerError that no retry mends.
 * @example
 * runPipeline({ app: "geyser", input: "points", broker, decoder, encoders, learners, settings: { from: "earliest" } })
 *   .subscribe((event) => console.error(event.type));
 */
export function runPipeline(options: PipelineOptions, steps: TaskSteps = TASK_STEPS): Observable<PipelineEvent> {
  return new Observable((subscriber) => {
    const emit = (event: PipelineEvent): void => subscriber.next(event);
    const context = contextOf(options, steps, emit);
    const controls$ = (options.controls$ ?? NEVER).pipe(share());
    emit({ type: "started", app: context.app, group: context.group, input: options.input });
    return context.source.events$
      .pipe(
        tap((event) => tell(event, emit)),
        connect((events$) => supervise(context, events$, controls$)),
      )
      .subscribe({
        error: (error) => subscriber.error(error),
        complete: () => {
          emit({ type: "stopped" });
          subscriber.complete();
        },
      });
  });
}

function contextOf(options: PipelineOptions, steps: TaskSteps, emit: TaskContext["emit"]): TaskContext {
  const { app, input, broker, decoder, encoders, learners, sessionTimeoutMs, batchRecords } = options;
  const group = groupOf(app);
  const settings = pipelineSettings.parse(options.settings);
  const source = broker.source({
    group,
    topics: [input],
    assignment: "all-to-one",
    ...(sessionTimeoutMs === undefined ? {} : { sessionTimeoutMs }),
    ...(batchRecords === undefined ? {} : { batchRecords }),
  });
  return {
    app,
    task: TASK_ALL,
    group,
    client: options.client ?? app,
    topics: appTopics(app, input, settings.alerts),
    broker,
    source,
    decoder,
    encoders,
    learners,
    settings,
    scheduler: options.scheduler ?? asyncScheduler,
    sliceMs: options.sliceMs ?? 20,
    steps,
    emit,
    replay: options.replay,
    onlooker: options.onlooker,
  };
}

function tell(event: SourceEvent, emit: TaskContext["emit"]): void {
  if (event.type === "lost") emit({ type: "lost", epoch: event.epoch });
  if (event.type === "trouble") emit({ type: "trouble", error: event.error });
}
