import type { Broker, OutgoingRecord } from "../../../src/broker/broker.js";
import type { KafkaOptions } from "../../../src/broker/kafka/kafka-options.js";
import type { Faults } from "../../../src/broker/memory/faults.js";
import { MemoryCluster } from "../../../src/broker/memory/memory-cluster.js";
import { type Ran, type RunOptions, runCli } from "./run-cli.js";
import { temporaryFile } from "./temporary.js";

export const CONFIG = `app: clusters
kafka: { brokers: [memory:9092] }
source: { topic: points, from: earliest }
features: [x, y]
id: name
model: { components: 2, warmup: 200 }
commit: { interval: 5ms }
`;

export interface MemoryAppOptions {
  readonly brokers?: number;
  /** Of the input topic; 0 = there is none. */
  readonly partitions?: number;
  readonly config?: string;
  readonly faults?: Faults;
}

/** A cluster in memory with an input topic, and command lines that reach it. */
export class MemoryApp {
  readonly cluster: MemoryCluster;
  readonly config: string;
  /** Options of every connection that was made. */
  readonly connections: KafkaOptions[] = [];
  readonly #faults: Faults | undefined;

  constructor({ brokers = 1, partitions = 1, config = CONFIG, faults }: MemoryAppOptions = {}) {
    this.cluster = new MemoryCluster({ brokers });
    this.#faults = faults;
    if (partitions > 0) this.cluster.createTopics([{ topic: "points", partitions, cleanup: "delete" }]);
    this.config = temporaryFile("pipeline.yaml", config);
  }

  readonly connect = (options: KafkaOptions): Broker => {
    this.connections.push(options);
    const faults = this.#faults;
    return this.cluster.connect({ clientId: options.clientId, ...(faults && { faults }) });
  };

  /** `CONFIG` among the arguments is the configuration's path. */
  run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    return runCli(
      args.map((arg) => (arg === "CONFIG" ? this.config : arg)),
      { connect: this.connect, ...options },
    );
  }

  /** Points around (0, 0) and (10, 10), as JSON events. */
  produce(count: number, from = 0, partition = 0): void {
    this.cluster.produce("points", partition, events(count, from));
  }

  /** Runs `mixtide run` until the condition holds, then asks it to stop. */
  async runUntil(condition: () => boolean | Promise<boolean>, args: readonly string[] = []): Promise<Ran> {
    const stop = new AbortController();
    const running = this.run(["run", "CONFIG", ...args], { signal: stop.signal });
    const done = running.then(() => true);
    while (!(await condition())) if (await Promise.race([done, turn()])) break;
    stop.abort();
    return await running;
  }

  /** Values of all committed records of a topic's partition, as JSON. */
  async read<T>(topic: string, partition = 0): Promise<T[]> {
    const broker = this.cluster.connect({ clientId: "reader" });
    const values: T[] = [];
    for await (const records of broker.readToEnd({ topic, partition }))
      for (const { value } of records) values.push(JSON.parse(Buffer.from(value ?? []).toString("utf8")) as T);
    await broker.close();
    return values;
  }

  /** Committed records of a topic's partition; 0 while there is no such topic. */
  async count(topic: string, partition = 0): Promise<number> {
    const broker = this.cluster.connect({ clientId: "counter" });
    try {
      let count = 0;
      for await (const records of broker.readToEnd({ topic, partition })) count += records.length;
      return count;
    } catch {
      return 0;
    } finally {
      await broker.close();
    }
  }
}

export function events(count: number, from = 0): OutgoingRecord[] {
  return Array.from({ length: count }, (_, k) => {
    const i = from + k;
    const centre = i % 3 === 0 ? 10 : 0;
    const [u, v] = [((i * 7919) % 101) / 50 - 1, ((i * 104_729) % 97) / 48 - 1];
    return { value: Buffer.from(JSON.stringify({ name: `p${i}`, x: centre + u, y: centre + v })) };
  });
}

const turn = (): Promise<false> => new Promise((resolve) => setTimeout(() => resolve(false), 1));
