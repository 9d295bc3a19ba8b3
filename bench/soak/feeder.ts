import { setTimeout as sleep } from "node:timers/promises";
import type { Broker, OutgoingRecord, Writer } from "../../src/broker/broker.js";
import { sample } from "../../test/support/fixed-mixtures.js";
import { D, truth } from "../pipeline/input.js";
import { type MessageFormat, PARTITIONS, POINTS_PER_MESSAGE } from "../pipeline/trial.js";
import { WAITING_BYTES } from "./app.js";
import { serialKey } from "./label-ledger.js";

/** Points made beforehand, and written again and again. */
const POOL: Readonly<Record<MessageFormat, number>> = { json: 60_000, packed: 120_000 };
/** Messages in a record batch, which has to stay below 1 MB. */
const BATCH: Readonly<Record<MessageFormat, number>> = { json: 4000, packed: 10 };
/** Points that may be ahead of the pipeline when it is to be kept busy: what it learns within two or three seconds. */
const AHEAD: Readonly<Record<MessageFormat, number>> = { json: 400_000, packed: 1_500_000 };
const TICK_MS = 100;

/** Writes points to all partitions of the input, in transactions. */
export class Feeder {
  /** Messages written to each partition. */
  readonly messages: number[] = Array.from({ length: PARTITIONS }, () => 0);
  readonly #writer: Writer;
  readonly #topic: string;
  readonly #format: MessageFormat;
  readonly #learned: () => number;
  readonly #pool: readonly Buffer[];
  #heldMs = 0;

  private constructor(writer: Writer, topic: string, format: MessageFormat, learned: () => number) {
    this.#writer = writer;
    this.#topic = topic;
    this.#format = format;
    this.#learned = learned;
    this.#pool = messagesOf(format);
  }

  /** @param learned points that the pipeline has committed. */
  static async open(broker: Broker, topic: string, format: MessageFormat, learned: () => number): Promise<Feeder> {
    return new Feeder(await broker.writer(`${topic}-feed`), topic, format, learned);
  }

  /** Points written. */
  get points(): number {
    return this.messages.reduce((sum, count) => sum + count, 0) * this.#each;
  }

  /** Points written and not yet learned. */
  get ahead(): number {
    return this.points - this.#learned();
  }

  /** For how long {@link pace} had to hold back, because the input would have been forgotten before it was learned. */
  get heldMs(): number {
    return this.#heldMs;
  }

  /** Keeps the pipeline busy. */
  async fill(goesOn: () => boolean): Promise<void> {
    const most = AHEAD[this.#format];
    while (goesOn()) {
      const room = Math.min(most - this.ahead, most / 8);
      if (room < most / 16) await sleep(5);
      else await this.#write(room);
    }
  }

  /** Writes so many points a second, whatever the pipeline does. */
  async pace(pointsPerSecond: number, goesOn: () => boolean): Promise<void> {
    const begun = performance.now();
    const before = this.points;
    const bytes = this.#pool.reduce((sum, { length }) => sum + length, 0) / this.#pool.length;
    const most = (WAITING_BYTES / bytes) * PARTITIONS * this.#each;
    while (goesOn()) {
      const tick = performance.now();
      const due = ((tick - begun) / 1000) * pointsPerSecond - (this.points - before);
      if (this.ahead < most) await this.#write(Math.min(due, AHEAD[this.#format]));
      else this.#heldMs += TICK_MS;
      await sleep(Math.max(1, TICK_MS - (performance.now() - tick)));
    }
  }

  async close(): Promise<void> {
    await this.#writer.close();
  }

  get #each(): number {
    return POINTS_PER_MESSAGE[this.#format];
  }

  /** The partition that has least gets what does not divide by them. */
  async #write(points: number): Promise<void> {
    const count = Math.floor(points / this.#each);
    if (count < 1) return;
    const total = this.messages.reduce((sum, messages) => sum + messages, count);
    const transaction = await this.#writer.begin();
    await Promise.all(
      this.messages.map(async (had, partition) => {
        const end = Math.floor((total + partition) / PARTITIONS);
        for (let at = had; at < end; at += BATCH[this.#format]) {
          const records = this.#records(at, Math.min(end, at + BATCH[this.#format]));
          await transaction.append(this.#topic, partition, records);
        }
        this.messages[partition] = end;
      }),
    );
    await transaction.commit();
  }

  #records(from: number, to: number): OutgoingRecord[] {
    return Array.from({ length: to - from }, (_, i) => ({
      key: serialKey(from + i),
      value: this.#pool[(from + i) % this.#pool.length]!,
    }));
  }
}

function messagesOf(format: MessageFormat): Buffer[] {
  const { values } = sample(truth().mixture, POOL[format], 1);
  const each = POINTS_PER_MESSAGE[format];
  return Array.from({ length: POOL[format] / each }, (_, i) => {
    const rows = values.subarray(i * each * D, (i + 1) * each * D);
    return format === "json"
      ? Buffer.from(JSON.stringify(Array.from(rows)))
      : Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength);
  });
}
