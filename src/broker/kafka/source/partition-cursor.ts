import type { IncomingRecord, SourceBatch, TopicPartition } from "../../broker.js";
import type { DecodedRecordSet } from "../records/decode-record-set.js";

export interface CursorOptions {
  readonly epoch: number;
  readonly batchRecords: number;
  readonly emit: (batch: SourceBatch) => void;
  /** Room was made: there may be something to fetch. */
  readonly onHungry: () => void;
}

type Piece = Omit<SourceBatch, "type" | "epoch" | "topic" | "partition" | "ack">;

/**
 * Where reading of one partition stands: the position of the next fetch, what is fetched and waits, and the batch that
 * is delivered and not yet acknowledged. At most one fetched set waits behind the one being delivered.
 */
export class PartitionCursor implements TopicPartition {
  readonly topic: string;
  readonly partition: number;
  readonly #options: CursorOptions;
  /** `undefined` until it is known where to begin, and while out of range. */
  #position: number | undefined;
  #pieces: Piece[] = [];
  #delivered: Piece | undefined;
  #isDelivering = false;
  #isStopped = false;
  /** Counts seeks, so that answers to fetches of before are known. */
  #seeks = 0;
  /** Not to be fetched before that, ms since 1970. */
  restUntil = 0;

  constructor({ topic, partition }: TopicPartition, options: CursorOptions) {
    this.topic = topic;
    this.partition = partition;
    this.#options = options;
  }

  get name(): string {
    return `${this.topic}/${this.partition}`;
  }

  /** What to fetch next, if there is room for it. */
  get wanted(): { readonly offset: number; readonly seeks: number } | undefined {
    if (this.#isStopped || this.#position === undefined || this.#pieces.length > 0) return undefined;
    return { offset: this.#position, seeks: this.#seeks };
  }

  get isUnresolved(): boolean {
    return this.#position === undefined && this.#seeks === 0;
  }

  seek(offset: number): void {
    if (this.#isStopped) return;
    this.#position = offset;
    this.#seeks++;
    this.#pieces = [];
    this.#delivered = undefined;
    this.restUntil = 0;
    this.#options.onHungry();
  }

  /** Where to begin unless somebody has sought. */
  resolve(offset: number): void {
    if (this.isUnresolved) this.#position = offset;
  }

  stop(): void {
    this.#isStopped = true;
    this.#pieces = [];
  }

  /** Whether the answer to a fetch still matters. */
  isCurrent(seeks: number): boolean {
    return !this.#isStopped && this.#seeks === seeks;
  }

  /** @returns the position that lies outside the log. */
  halt(): number {
    const position = this.#position!;
    this.#position = undefined;
    this.#seeks++;
    return position;
  }

  take({ records, nextOffset }: DecodedRecordSet, endOffset: number): void {
    const from = this.#position!;
    if (nextOffset === from) return;
    this.#position = nextOffset;
    this.#pieces = cut(records, from, nextOffset, endOffset, this.#options.batchRecords);
    this.#deliver();
  }

  /** One at a time, and not from within itself: a receiver may acknowledge at once. */
  #deliver(): void {
    if (this.#isDelivering) return;
    this.#isDelivering = true;
    try {
      while (this.#delivered === undefined && this.#pieces.length > 0 && !this.#isStopped) this.#emitNext();
    } finally {
      this.#isDelivering = false;
    }
    if (this.#pieces.length === 0) this.#options.onHungry();
  }

  #emitNext(): void {
    const piece = this.#pieces.shift()!;
    this.#delivered = piece;
    const { epoch, emit } = this.#options;
    const { topic, partition } = this;
    emit({ type: "batch", epoch, topic, partition, ...piece, ack: () => this.#acknowledge(piece) });
  }

  #acknowledge(piece: Piece): void {
    if (this.#delivered !== piece) return;
    this.#delivered = undefined;
    this.#deliver();
  }
}

function cut(
  records: readonly IncomingRecord[],
  from: number,
  nextOffset: number,
  endOffset: number,
  limit: number,
): Piece[] {
  if (records.length <= limit) return [{ fetchOffset: from, nextOffset, endOffset, records }];
  const pieces: Piece[] = [];
  let fetchOffset = from;
  for (let start = 0; start < records.length; start += limit) {
    const piece = records.slice(start, start + limit);
    const next = start + limit < records.length ? piece.at(-1)!.offset + 1 : nextOffset;
    pieces.push({ fetchOffset, nextOffset: next, endOffset, records: piece });
    fetchOffset = next;
  }
  return pieces;
}
