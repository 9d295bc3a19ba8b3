import { randomUUID } from "node:crypto";
import { Subject } from "rxjs";
import { vi } from "vitest";
import type { Broker, OutgoingRecord, TopicSpec } from "../../../src/broker/broker.js";
import { connectKafka } from "../../../src/broker/kafka/connect-kafka.js";
import { assemble } from "../../../src/config/assemble.js";
import { type ConfigInput, configSchema } from "../../../src/config/config-schema.js";
import type { Label } from "../../../src/format/records.js";
import type { Control } from "../../../src/pipeline/control.js";
import type { PipelineEvent } from "../../../src/pipeline/events.js";
import { runPipeline } from "../../../src/pipeline/run-pipeline.js";

const PATIENCE = { timeout: 100_000, interval: 50 };
const bytes = new TextEncoder();

/** Two clouds on a plane, told apart by n. */
export function point(n: number, more: object = {}): OutgoingRecord {
  const centre = n % 2 === 0 ? -2 : 3;
  const spread = (step: number) => ((n * step) % 100) / 100;
  return { value: bytes.encode(JSON.stringify({ a: centre + spread(37), b: centre + spread(61), ...more })) };
}

export const points = (count: number, from = 0): OutgoingRecord[] =>
  Array.from({ length: count }, (_, i) => point(from + i));

export interface RunningApp {
  readonly broker: Broker;
  readonly events: PipelineEvent[];
  error: Error | undefined;
  isComplete: boolean;
  control(control: Control): void;
  /** Gone at once: nothing is finished. */
  leave(): void;
  of<Type extends PipelineEvent["type"]>(type: Type): Extract<PipelineEvent, { type: Type }>[];
}

/** An app with topics of its own on a real broker, and the pipelines that run it. */
export class KafkaApp {
  readonly name = `app-${randomUUID().slice(0, 8)}`;
  readonly input = `${this.name}.points`;
  readonly admin: Broker;
  readonly #brokers: string[];
  readonly #open: Broker[] = [];

  constructor(brokers: string[]) {
    this.#brokers = brokers;
    this.admin = this.connect("admin");
  }

  connect(clientId: string): Broker {
    const broker = connectKafka({ brokers: this.#brokers, clientId, metadataMaxAgeMs: 1_000 });
    this.#open.push(broker);
    return broker;
  }

  createInput(partitions: number, spec: Partial<TopicSpec> = {}): Promise<void> {
    return this.admin.admin.createTopics([{ topic: this.input, partitions, cleanup: "delete", ...spec }]);
  }

  /** Appends to a partition, in transactions of bounded size. */
  async feed(partition: number, records: readonly OutgoingRecord[], piece = 2_000): Promise<void> {
    const writer = await this.admin.writer(`${this.name}-feed-${partition}`);
    for (let i = 0; i < records.length; i += piece) {
      const transaction = await writer.begin();
      await transaction.append(this.input, partition, records.slice(i, i + piece));
      await transaction.commit();
    }
    await writer.close();
  }

  run(
    client: string,
    config: Partial<ConfigInput> = {},
    wrap: (broker: Broker) => Broker = (broker) => broker,
  ): RunningApp {
    const parts = assemble(
      configSchema.parse({
        app: this.name,
        source: { topic: this.input, from: "earliest", format: "json" },
        features: ["a", "b"],
        model: { components: 2, seed: 1, warmup: 100, miniBatch: 100 },
        topics: { create: true },
        ...config,
      }),
    );
    const connection = this.connect(client);
    const controls$ = new Subject<Control>();
    const events: PipelineEvent[] = [];
    const running: RunningApp = {
      broker: connection,
      events,
      error: undefined,
      isComplete: false,
      control: (control) => controls$.next(control),
      leave: () => subscription.unsubscribe(),
      of: (type) => events.filter((event) => event.type === type) as never,
    };
    const options = { ...parts, broker: wrap(connection), client, controls$, sessionTimeoutMs: 6_000 };
    const subscription = runPipeline(options).subscribe({
      next: (event) => events.push(event),
      error: (error: Error) => {
        running.error = error;
      },
      complete: () => {
        running.isComplete = true;
      },
    });
    return running;
  }

  /** Runs until everything in the input is committed, then stops. */
  async finish(running: RunningApp, partitions: number): Promise<void> {
    await this.until(async () => {
      if (running.error !== undefined) throw running.error;
      const done = running.of("committed").at(-1)?.positions;
      if (done === undefined) return false;
      for (let partition = 0; partition < partitions; partition++) {
        const { end } = await this.admin.admin.bounds({ topic: this.input, partition });
        if ((done.get(partition) ?? 0) < end) return false;
      }
      return true;
    }, "everything committed");
    running.control("flush");
    running.control("stop");
    await this.until(() => running.isComplete, "the end");
  }

  async until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
    await vi.waitFor(async () => {
      if (!(await condition())) throw new Error(`waited for ${what}`);
    }, PATIENCE);
  }

  /** Offsets labelled in a partition, in order of appearance. */
  async labelled(partition: number): Promise<number[]> {
    const offsets: number[] = [];
    for await (const records of this.admin.readToEnd({ topic: `${this.name}.labels`, partition }))
      for (const { value } of records)
        offsets.push(Number((JSON.parse(Buffer.from(value!).toString()) as Label).source.offset));
    return offsets;
  }

  /** Offsets of the records of an input partition. */
  async inputs(partition: number): Promise<number[]> {
    const offsets: number[] = [];
    for await (const records of this.admin.readToEnd({ topic: this.input, partition }))
      offsets.push(...records.map(({ offset }) => offset));
    return offsets;
  }

  async close(): Promise<void> {
    await Promise.all(this.#open.map((broker) => broker.close()));
  }
}
