import { setTimeout as sleep } from "node:timers/promises";
import type { OutgoingRecord } from "../../../src/broker/broker.js";
import { connectKafka } from "../../../src/broker/kafka/connect-kafka.js";
import { Dice } from "../../simulation/dice.js";
import { INPUT } from "../app-config.js";
import { inputRecord, pointsIn } from "../input-records.js";
import { producePlainly } from "./plain.js";
import { type Fate, Serials } from "./serials.js";
import { produceInTransactions } from "./transactional.js";

/** Records to be written together. */
export interface Drawn {
  readonly first: number;
  readonly count: number;
  readonly points: number;
  readonly records: readonly OutgoingRecord[];
}

/** What producers need of the feeder. */
export interface Feed {
  readonly topic: string;
  readonly partitions: number;
  draw(count: number): Drawn;
  settle(drawn: Drawn, fate: Fate): void;
  /** Waits until more is due; false once there is enough, or it is over. */
  mayGoOn(): Promise<boolean>;
}

export interface FeederOptions {
  readonly brokers: readonly string[];
  readonly seed: number;
  /** At least. */
  readonly points: number;
  readonly pointsPerSecond: number;
  readonly partitions: number;
}

const PACE_MS = 20;

/** The producers of the input, all past the proxies: what they were told can be believed. */
export class Feeder implements Feed {
  readonly topic = INPUT;
  readonly serials = new Serials();
  partitions: number;
  /** Points whose records were acknowledged. */
  acknowledged = 0;
  readonly #options: FeederOptions;
  readonly #began = Date.now();
  #isOver = false;

  constructor(options: FeederOptions) {
    this.#options = options;
    this.partitions = options.partitions;
  }

  /** Resolves when enough is acknowledged and `end` was called, and no producer is at work any more. */
  async run(): Promise<void> {
    const { brokers, seed } = this.#options;
    const broker = connectKafka({ brokers, clientId: "feeder", requestTimeoutMs: 5000, transactionTimeoutMs: 10_000 });
    const dice = (which: number): Dice => new Dice(seed + 0.5 + which / 64);
    await Promise.all([
      produceInTransactions(this, broker, "feeder-1", dice(1)),
      produceInTransactions(this, broker, "feeder-2", dice(2)),
      producePlainly(this, brokers, dice(3)),
    ]);
    await this.#finish();
    await broker.close();
  }

  /** No more than was asked for. */
  end(): void {
    this.#isOver = true;
  }

  draw(count: number): Drawn {
    const first = this.serials.claim(count);
    const records = Array.from({ length: count }, (_, i) => inputRecord(this.#options.seed, first + i));
    return { first, count, records, points: records.reduce((sum, { value }) => sum + pointsIn(value), 0) };
  }

  settle(drawn: Drawn, fate: Fate): void {
    this.serials.settle(drawn, fate);
    if (fate === "acknowledged") this.acknowledged += drawn.points;
  }

  async mayGoOn(): Promise<boolean> {
    const { points, pointsPerSecond } = this.#options;
    for (;;) {
      if (this.#isOver && this.acknowledged >= points) return false;
      if (this.acknowledged < (pointsPerSecond * (Date.now() - this.#began)) / 1000) return true;
      await sleep(PACE_MS);
    }
  }

  /** Fences whoever vanished, so that nothing stays open, and gives every partition a last committed record. */
  async #finish(): Promise<void> {
    const { brokers } = this.#options;
    const broker = connectKafka({ brokers, clientId: "feeder" });
    try {
      for (const id of ["feeder-1", "feeder-2"]) await (await broker.writer(id)).close();
      const transaction = await (await broker.writer("feeder-last")).begin();
      const drawn = Array.from({ length: this.partitions }, () => this.draw(1));
      for (const [partition, { records }] of drawn.entries()) await transaction.append(INPUT, partition, records);
      await transaction.commit();
      for (const each of drawn) this.settle(each, "acknowledged");
    } finally {
      await broker.close();
    }
  }
}
