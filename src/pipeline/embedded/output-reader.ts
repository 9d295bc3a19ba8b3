import type { Broker, IncomingRecord, TopicPartition } from "../../broker/broker.js";
import type { AppTopics } from "../topics.js";

/** Records of one kind that were committed since they were last read. */
export interface Output {
  readonly type: "alerts" | "dead-letters" | "labels" | "snapshots";
  readonly records: readonly IncomingRecord[];
}

/** Reads an app's output topics from where it last stopped, and frees what it has given out. */
export class OutputReader {
  readonly #broker: Broker;
  readonly #topics: AppTopics;
  readonly #positions = new Map<string, number>();

  constructor(broker: Broker, topics: AppTopics) {
    this.#broker = broker;
    this.#topics = topics;
  }

  /** Everything committed since the last call. The journal is freed as well: an embedded run is not replayed. */
  async *read(): AsyncGenerator<Output> {
    const { alerts, deadLetters, labels, snapshots, journal } = this.#topics;
    yield* this.#drain("dead-letters", deadLetters);
    yield* this.#drain("labels", labels);
    if (alerts !== undefined) yield* this.#drain("alerts", alerts);
    yield* this.#drain("snapshots", snapshots);
    const { end } = await this.#broker.admin.bounds({ topic: journal, partition: 0 });
    await this.#broker.admin.deleteRecords({ topic: journal, partition: 0 }, end);
  }

  async *#drain(type: Output["type"], topic: string): AsyncGenerator<Output> {
    const partition: TopicPartition = { topic, partition: 0 };
    for await (const records of this.#broker.readToEnd(partition, this.#positions.get(topic) ?? 0)) {
      if (records.length === 0) continue;
      yield { type, records };
      const next = records.at(-1)!.offset + 1;
      this.#positions.set(topic, next);
      await this.#broker.admin.deleteRecords(partition, next);
    }
  }
}
