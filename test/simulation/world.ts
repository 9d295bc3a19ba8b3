import type { Observable } from "rxjs";
import type { Broker } from "../../src/broker/broker.js";
import type { MemoryConnection } from "../../src/broker/memory/client/memory-connection.js";
import { MemoryCluster } from "../../src/broker/memory/memory-cluster.js";
import type { Control } from "../../src/pipeline/control.js";
import type { PipelineEvent } from "../../src/pipeline/events.js";
import { learnerFactory } from "../../src/pipeline/learner-factory.js";
import type { LearnerFactory } from "../../src/pipeline/ports/learner.js";
import { runPipeline } from "../../src/pipeline/run-pipeline.js";
import type { TaskSteps } from "../../src/pipeline/task/context.js";
import { TASK_STEPS } from "../../src/pipeline/task/steps.js";
import { DIMENSIONS, simulationDecoder, simulationEncoders } from "./codec.js";
import { Dice } from "./dice.js";
import { eventfulLearners } from "./eventful.js";
import { randomFaults } from "./faults.js";
import { InputTopic } from "./input-topic.js";
import { learnersElsewhere } from "./learners-elsewhere.js";
import type { ProcessClock } from "./process-clock.js";
import type { Scenario } from "./scenario.js";
import { SimulationScheduler } from "./scheduler.js";
import { type Exit, type ProcessHost, SimProcess } from "./sim-process.js";
import { Trace } from "./trace.js";

export const APP = "app";
export const INPUT = "points";

/** Bad habits of the client and planted bugs of the pipeline: everything that differs from the product as it is. */
export interface Variant {
  readonly steps: TaskSteps;
  readonly dropUnknownPartitions: boolean;
}

export const AS_IT_IS: Variant = { steps: TASK_STEPS, dropUnknownPartitions: false };

/** A cluster, its input and the processes that run the pipeline, all under one seed. */
export class World implements ProcessHost {
  readonly scenario: Scenario;
  readonly scheduler = new SimulationScheduler();
  readonly cluster: MemoryCluster;
  readonly input: InputTopic;
  readonly processes: SimProcess[] = [];
  readonly trace: Trace;
  /** What was found wrong while it ran. */
  readonly complaints: string[] = [];
  /** Positions that some process said it committed. */
  readonly committed = new Map<number, number>();
  readonly learners: LearnerFactory;
  readonly #variant: Variant;
  readonly #faultDice: Dice;
  readonly #threadDice: Dice;
  readonly #mustJoin = new Map<string, number>();
  #incarnations = 0;
  /** Faults happen, and processes that end are replaced. */
  disturbed = true;
  #replacing = true;

  constructor(scenario: Scenario, variant: Variant = AS_IT_IS, trace = new Trace()) {
    this.scenario = scenario;
    this.trace = trace;
    this.learners = eventfulLearners(
      learnerFactory({ dimensions: DIMENSIONS, components: 2, restarts: 1, ...scenario.learner }),
    );
    this.#variant = variant;
    this.#faultDice = new Dice(scenario.seed + 0.25);
    this.#threadDice = new Dice(scenario.seed + 0.875);
    const markerDice = new Dice(scenario.seed + 0.5);
    this.cluster = new MemoryCluster({
      scheduler: this.scheduler,
      observe: (event) => this.trace.add(this.scheduler.now(), "cluster", event),
      markerDelayMs: () => markerDice.between(0, scenario.markerDelayMs),
    });
    this.input = new InputTopic(this.cluster, INPUT, scenario.partitions, new Dice(scenario.seed + 0.75));
    for (let i = 0; i < scenario.processes; i++) this.spawn();
  }

  spawn(): void {
    this.processes.push(new SimProcess(this, `process-${++this.#incarnations}`));
  }

  get living(): SimProcess[] {
    return this.processes.filter(({ state }) => state !== "ended");
  }

  crash(process: SimProcess): void {
    if (process.state === "ended") return;
    this.trace.add(this.scheduler.now(), process.clientId, { type: "crash" });
    process.kill();
    this.#replace();
  }

  stall(process: SimProcess): void {
    const ms = Math.round(this.#faultDice.skewed(5, 4 * this.scenario.sessionTimeoutMs));
    this.trace.add(this.scheduler.now(), process.clientId, { type: "stall", ms });
    process.stall(this.scheduler, ms);
  }

  /** The end of all trouble: everybody is awake, and no call fails any more. */
  calm(): void {
    this.disturbed = false;
    for (const process of this.processes) process.wake();
  }

  /** A connection that never fails, for producers and for looking on. */
  bystander(clientId: string): MemoryConnection {
    return this.cluster.connect({ clientId });
  }

  /** Lets time pass until a promise of a bystander is settled. */
  async settle<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const done = () => {
      settled = true;
    };
    promise.then(done, done);
    await this.scheduler.runUntil(this.scheduler.now() + 10_000, () => settled);
    return promise;
  }

  pass(ms: number): Promise<void> {
    return this.scheduler.runUntil(this.scheduler.now() + ms);
  }

  stopAll(): void {
    this.#replacing = false;
    for (const process of this.living) process.control("stop");
  }

  connect(clientId: string, process: SimProcess): MemoryConnection {
    const effects = {
      disturbed: () => this.disturbed,
      crashed: () => this.scheduler.schedule(() => this.crash(process)),
      stalled: () => this.stall(process),
    };
    return this.cluster.connect({
      clientId,
      faults: randomFaults(this.#faultDice, this.scenario.faults, effects),
      latencyMs: this.scenario.latencyMs,
      retryMs: 10,
      transactionTimeoutMs: 20 * this.scenario.sessionTimeoutMs,
      habits: {
        metadataMaxAgeMs: 300,
        maxBatchBytes: 4 * this.scenario.sizes.send,
        unknownPartition: this.#variant.dropUnknownPartitions ? "drop" : "throw",
      },
    });
  }

  /** Some processes' learners work elsewhere, which must not show. */
  #learnersOf(clock: ProcessClock): LearnerFactory {
    const dice = this.#threadDice;
    return dice.chance(0.5) ? learnersElsewhere(this.learners, clock, dice) : this.learners;
  }

  run(
    broker: Broker,
    clientId: string,
    clock: ProcessClock,
    controls$: Observable<Control>,
  ): Observable<PipelineEvent> {
    const { alerts, commit, sizes, sliceMs, sessionTimeoutMs, batchRecords, from } = this.scenario;
    return runPipeline(
      {
        app: APP,
        input: INPUT,
        broker,
        client: clientId,
        decoder: simulationDecoder,
        encoders: simulationEncoders,
        learners: this.#learnersOf(clock),
        scheduler: clock,
        controls$,
        sessionTimeoutMs,
        batchRecords,
        sliceMs,
        settings: {
          from,
          alerts,
          commit,
          sizes,
          retention: "skip",
          snapshots: { every: this.scenario.snapshotsEvery },
          journal: { checkpointEvery: this.scenario.checkpointEvery },
          flush: { after: this.scenario.flushAfter },
          topics: { create: true },
          restarts: { delay: 10, longest: 200, fatal: 1_000_000 },
        },
      },
      this.#variant.steps,
    );
  }

  told(process: SimProcess, event: PipelineEvent): void {
    this.trace.add(this.scheduler.now(), process.clientId, event);
    this.#watch(process, event);
    if (event.type !== "committed" && event.type !== "genesis" && event.type !== "restored") return;
    for (const [partition, position] of event.positions)
      this.committed.set(partition, Math.max(position, this.committed.get(partition) ?? 0));
  }

  exited(process: SimProcess, exit: Exit): void {
    this.trace.add(this.scheduler.now(), process.clientId, { type: "exit", message: exit?.message });
    if (exit !== undefined && !exit.message.startsWith("simulated")) this.complaints.push(`exit: ${exit.stack}`);
    this.#replace();
  }

  /**
   * A task that failed is built anew only after another join: only then is it known who the owner is. What counts is when
   * fencing began: one that an earlier assignment called for may end late, when nobody waits for it any more.
   */
  #watch({ clientId }: SimProcess, event: PipelineEvent): void {
    const now = this.scheduler.now();
    if (event.type === "dropped") this.#mustJoin.set(clientId, now);
    else if (event.type === "assigned") this.#mustJoin.delete(clientId);
    else if (event.type === "fenced-others" && now - event.ms >= (this.#mustJoin.get(clientId) ?? Infinity))
      this.complaints.push(`${clientId} fenced others after an error without joining first`);
  }

  #replace(): void {
    this.scheduler.schedule(() => this.#replacing && this.spawn(), 20);
  }
}
