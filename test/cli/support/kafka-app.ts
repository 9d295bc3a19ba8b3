import { randomUUID } from "node:crypto";
import type { Broker } from "../../../src/broker/broker.js";
import { connectKafka } from "../../../src/broker/kafka/connect-kafka.js";
import { events } from "./memory-app.js";
import { type Ran, type RunOptions, runCli } from "./run-cli.js";
import { temporaryFile } from "./temporary.js";

/** An app of its own on a real cluster, with an input topic, and command lines that reach it. */
export class KafkaApp {
  readonly app = `cli-${randomUUID().slice(0, 8)}`;
  readonly input = `${this.app}-points`;
  readonly config: string;
  readonly broker: Broker;

  constructor(brokers: readonly string[], kafka: object = {}) {
    this.broker = connectKafka({ brokers, clientId: "test" });
    this.config = temporaryFile(
      "pipeline.yaml",
      JSON.stringify({
        app: this.app,
        kafka: { brokers, ...kafka },
        source: { topic: this.input, from: "earliest" },
        features: ["x", "y"],
        id: "name",
        model: { components: 2, warmup: 200 },
        commit: { interval: "50ms" },
      }),
    );
  }

  /** Makes the input topic with so many points. */
  async setUp(points: number, partitions = 1): Promise<this> {
    await this.broker.admin.createTopics([{ topic: this.input, partitions, cleanup: "delete", replication: 1 }]);
    if (points > 0) await this.produce(points);
    return this;
  }

  async produce(points: number, from = 0): Promise<void> {
    const writer = await this.broker.writer(`${this.app}.test`);
    const transaction = await writer.begin();
    await transaction.append(this.input, 0, events(points, from));
    await transaction.commit();
    await writer.close();
  }

  /** `CONFIG` among the arguments is the configuration's path. */
  run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    return runCli(
      args.map((arg) => (arg === "CONFIG" ? this.config : arg)),
      options,
    );
  }

  /** Committed records of an output topic. */
  async read<T>(name: string): Promise<T[]> {
    const values: T[] = [];
    for await (const records of this.broker.readToEnd({ topic: `${this.app}.${name}`, partition: 0 }))
      for (const { value } of records) values.push(JSON.parse(Buffer.from(value ?? []).toString("utf8")) as T);
    return values;
  }
}
