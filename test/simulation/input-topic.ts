import type { IncomingRecord, OutgoingRecord } from "../../src/broker/broker.js";
import type { MemoryCluster } from "../../src/broker/memory/memory-cluster.js";
import type { Dice } from "./dice.js";

const bytes = new TextEncoder();

/** The input: what users' producers write, and a memory of all of it that outlives retention. */
export class InputTopic {
  readonly topic: string;
  readonly #cluster: MemoryCluster;
  readonly #dice: Dice;
  readonly #records = new Map<number, Map<number, IncomingRecord>>();
  #serial = 0;
  partitions: number;

  constructor(cluster: MemoryCluster, topic: string, partitions: number, dice: Dice) {
    this.#cluster = cluster;
    this.topic = topic;
    this.partitions = partitions;
    this.#dice = dice;
    cluster.createTopics([{ topic, partitions, cleanup: "delete" }]);
  }

  produce(): void {
    this.#cluster.produce(this.topic, this.#dice.between(0, this.partitions - 1), this.draw());
  }

  /** A few records, some of them bad, some with several points. */
  draw(): OutgoingRecord[] {
    return Array.from({ length: this.#dice.between(1, 8) }, () => ({
      key: this.#dice.chance(0.5) ? bytes.encode(`k${this.#serial}`) : null,
      value: this.#dice.chance(0.08) ? bytes.encode(`bad ${this.#serial++}`) : bytes.encode(this.#message()),
    }));
  }

  grow(): void {
    this.partitions++;
    this.#cluster.growTopic(this.topic, this.partitions);
  }

  /** Retention: forgets the oldest records of a partition, learned or not. */
  forget(): void {
    const partition = this.#dice.between(0, this.partitions - 1);
    this.remember(partition);
    const { start, stableEnd } = this.#cluster.inspect(this.topic, partition);
    this.#cluster.deleteRecords({ topic: this.topic, partition }, this.#dice.between(start, stableEnd));
  }

  /** Committed records in order, deleted ones included. */
  records(partition: number): IncomingRecord[] {
    this.remember(partition);
    return [...this.#records.get(partition)!.values()].sort((a, b) => a.offset - b.offset);
  }

  private remember(partition: number): void {
    const known = this.#records.get(partition) ?? new Map<number, IncomingRecord>();
    this.#records.set(partition, known);
    for (const record of this.#cluster.inspect(this.topic, partition).records)
      if (record.fate === "committed") known.set(record.offset, record);
  }

  #message(): string {
    const points = this.#dice.chance(0.2) ? this.#dice.between(2, 5) : 1;
    return Array.from({ length: points }, () => this.#point()).join(";");
  }

  #point(): string {
    const centre = this.#dice.pick([-2, 3]);
    this.#serial++;
    return `${centre + this.#dice.within(-1, 1)},${centre + this.#dice.within(-1, 1)}`;
  }
}
