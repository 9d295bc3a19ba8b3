import { setTimeout as sleep } from "node:timers/promises";
import type { Subscription } from "rxjs";
import type { SourceBatch } from "../../src/broker/broker.js";
import type { KafkaBroker } from "../../src/broker/kafka/kafka-broker.js";
import { type MessageFormat, PARTITIONS, POINTS_PER_MESSAGE } from "../pipeline/trial.js";
import { ROW_BYTES } from "./app.js";
import { LabelLedger } from "./label-ledger.js";

const POLL_MS = 100;

/** Reads committed labels as they come: the broker forgets them soon. */
export class LabelWatch {
  readonly ledger: LabelLedger;
  readonly #broker: KafkaBroker;
  readonly #topic: string;
  readonly #format: MessageFormat;
  readonly #positions: number[] = Array.from({ length: PARTITIONS }, () => 0);
  readonly #subscription: Subscription;
  #failure: Error | undefined;

  constructor(broker: KafkaBroker, topic: string, format: MessageFormat) {
    this.ledger = new LabelLedger(PARTITIONS, POINTS_PER_MESSAGE[format]);
    this.#broker = broker;
    this.#topic = topic;
    this.#format = format;
    this.#subscription = broker.tail({ topic, from: "earliest" }).subscribe({
      next: (event) => event.type === "batch" && this.#take(event),
      error: (error: Error) => {
        this.#failure ??= error;
      },
    });
  }

  /** @throws Error when labels were forgotten before they were read, or are none: nothing can be said then. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Resolves once everything that is committed now has been read, or nothing more came for so long. */
  async toEnd(patienceMs: number): Promise<void> {
    const partitions = this.#positions.map((_, partition) => ({ topic: this.#topic, partition }));
    const ends = await Promise.all(partitions.map((partition) => this.#broker.admin.bounds(partition)));
    let [seen, since] = [-1, performance.now()];
    while (this.#positions.some((position, partition) => position < ends[partition]!.end)) {
      this.check();
      if (this.ledger.labels !== seen) [seen, since] = [this.ledger.labels, performance.now()];
      if (performance.now() - since > patienceMs) return;
      await sleep(POLL_MS);
    }
  }

  close(): void {
    this.#subscription.unsubscribe();
  }

  #take({ ack, fetchOffset, nextOffset, partition, records }: SourceBatch): void {
    try {
      const expected = this.#positions[partition]!;
      if (fetchOffset > expected)
        throw new Error(
          `labels ${expected} to ${fetchOffset} of partition ${partition} were forgotten before being read`,
        );
      for (const { key, value } of records)
        this.ledger.take(partition, key, this.#format === "json" ? 1 : (value?.length ?? 0) / ROW_BYTES);
      this.#positions[partition] = nextOffset;
      ack();
    } catch (error) {
      this.#failure ??= error as Error;
    }
  }
}
