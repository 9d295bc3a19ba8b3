import { Subject, type Subscription } from "rxjs";
import type { Admin, Broker, OutgoingRecord } from "../../../src/broker/broker.js";
import type { ConnectOptions, MemoryConnection } from "../../../src/broker/memory/client/memory-connection.js";
import { MemoryCluster } from "../../../src/broker/memory/memory-cluster.js";
import type { Control } from "../../../src/pipeline/control.js";
import type { CommittedEvent, PipelineEvent } from "../../../src/pipeline/events.js";
import { learnerFactory } from "../../../src/pipeline/learner-factory.js";
import { type PipelineOptions, runPipeline } from "../../../src/pipeline/run-pipeline.js";
import type { PipelineSettingsInput } from "../../../src/pipeline/settings.js";
import { simulationDecoder, simulationEncoders } from "../../simulation/codec.js";
import { SimulationScheduler } from "../../simulation/scheduler.js";

export const APP = "app";
export const INPUT = "points";
export const SESSION_MS = 300;

const bytes = new TextEncoder();
const text = new TextDecoder();

export const message = (value: string, key?: string): OutgoingRecord => ({
  key: key === undefined ? null : bytes.encode(key),
  value: bytes.encode(value),
});

/** `count` messages with one point each, around two centres. */
export const someMessages = (count: number, from = 0): OutgoingRecord[] =>
  Array.from({ length: count }, (_, i) => {
    const n = from + i;
    const centre = n % 2 === 0 ? -2 : 3;
    return message(`${centre + ((n * 37) % 100) / 100},${centre + ((n * 61) % 100) / 100}`);
  });

export const SMALL = { dimensions: 2, components: 2, warmup: 10, miniBatch: 5, restarts: 1 } as const;
export const learners = learnerFactory(SMALL);

/** A broker some of whose answers are others. */
export function brokerWith(
  connection: Broker,
  answers: { readonly clusterId?: Broker["clusterId"]; readonly admin?: Partial<Admin> },
): Broker {
  const { admin } = connection;
  return {
    clusterId: answers.clusterId ?? (() => connection.clusterId()),
    source: (options) => connection.source(options),
    writer: (transactionalId, options) => connection.writer(transactionalId, options),
    readToEnd: (partition, from) => connection.readToEnd(partition, from),
    close: () => connection.close(),
    admin: {
      createTopics: (specs) => admin.createTopics(specs),
      partitionCounts: (topics) => admin.partitionCounts(topics),
      listTopics: () => admin.listTopics(),
      describeTopics: (topics) => admin.describeTopics(topics),
      brokerCount: () => admin.brokerCount(),
      growTopic: (topic, partitions) => admin.growTopic(topic, partitions),
      bounds: (partition) => admin.bounds(partition),
      offsetAt: (partition, timestamp) => admin.offsetAt(partition, timestamp),
      groupPositions: (group, topic) => admin.groupPositions(group, topic),
      deleteRecords: (partition, offset) => admin.deleteRecords(partition, offset),
      ...answers.admin,
    },
  };
}

/** A pipeline that runs in one simulated process. */
export interface Running {
  readonly connection: MemoryConnection;
  readonly events: PipelineEvent[];
  /** How it ended. */
  end: { readonly error?: Error } | undefined;
  control(control: Control): void;
  leave(): void;
  of<Type extends PipelineEvent["type"]>(type: Type): Extract<PipelineEvent, { type: Type }>[];
}

/** A memory cluster in virtual time, and pipelines that run on it. */
export class Harness {
  readonly scheduler = new SimulationScheduler();
  readonly cluster = new MemoryCluster({ scheduler: this.scheduler });
  readonly #subscriptions: Subscription[] = [];

  constructor(partitions = 1) {
    this.cluster.createTopics([{ topic: INPUT, partitions, cleanup: "delete" }]);
  }

  connect(clientId: string, options: Partial<ConnectOptions> = {}): MemoryConnection {
    return this.cluster.connect({
      clientId,
      retryMs: 5,
      ...options,
      habits: { metadataMaxAgeMs: 200, ...options.habits },
    });
  }

  run(
    client: string,
    settings: Partial<PipelineSettingsInput> = {},
    more: Partial<PipelineOptions> & { readonly connect?: Partial<ConnectOptions> } = {},
  ): Running {
    const connection = this.connect(client, more.connect);
    const controls$ = new Subject<Control>();
    const events: PipelineEvent[] = [];
    const running: Running = {
      connection,
      events,
      end: undefined,
      control: (control) => controls$.next(control),
      leave: () => subscription.unsubscribe(),
      of: (type) => events.filter((event) => event.type === type) as never,
    };
    const subscription = runPipeline({
      app: APP,
      input: INPUT,
      broker: connection,
      client,
      decoder: simulationDecoder,
      encoders: simulationEncoders,
      learners,
      scheduler: this.scheduler,
      controls$,
      sessionTimeoutMs: SESSION_MS,
      settings: {
        from: "earliest",
        commit: { interval: 20 },
        topics: { create: true },
        restarts: { delay: 10, longest: 50 },
        ...settings,
      },
      ...more,
    }).subscribe({
      next: (event) => events.push(event),
      error: (error) => {
        running.end = { error };
      },
      complete: () => {
        running.end = {};
      },
    });
    this.#subscriptions.push(subscription);
    return running;
  }

  pass(ms: number): Promise<void> {
    return this.scheduler.runUntil(this.scheduler.now() + ms);
  }

  /** Lets time pass until a promise is settled. */
  async settle<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const done = () => {
      settled = true;
    };
    promise.then(done, done);
    await this.scheduler.runUntil(this.scheduler.now() + 10_000, () => settled);
    return promise;
  }

  produce(count: number, partition = 0): void {
    const { end } = this.cluster.inspect(INPUT, partition);
    this.cluster.produce(INPUT, partition, someMessages(count, end));
  }

  /** Values that readers of an app's topic see. */
  committed(name: string, partition = 0): string[] {
    const { records } = this.cluster.inspect(`${APP}.${name}`, partition);
    return records
      .filter(({ fate }) => fate === "committed")
      .map(({ value }) => text.decode(value ?? new Uint8Array()));
  }

  /** partition/offset/index of every label, in order. */
  labelled(partition = 0): string[] {
    return this.committed("labels", partition).map((label) => JSON.parse(label).at);
  }
}

export const points = (running: Running): number =>
  running.of("committed").reduce((sum: number, event: CommittedEvent) => sum + event.points, 0);

/** Labels due for single points at offsets 0 … count − 1. */
export const due = (count: number, partition = 0): string[] =>
  Array.from({ length: count }, (_, offset) => `${partition}/${offset}/-1`);
