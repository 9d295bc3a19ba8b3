import type { Broker, IncomingRecord } from "../../broker/broker.js";

/** Reads segments of an input topic: one pass over the log for a whole replay, unless history goes back in it. */
export class InputReader {
  readonly #broker: Broker;
  readonly #topic: string;
  readonly #cursors = new Map<number, Cursor>();

  constructor(broker: Broker, topic: string) {
    this.#broker = broker;
    this.#topic = topic;
  }

  /** Committed records with offsets in [from, to), in pieces. */
  async *read(partition: number, from: number, to: number): AsyncGenerator<readonly IncomingRecord[]> {
    const cursor = await this.#cursorAt(partition, from);
    cursor.position = to;
    for (;;) {
      const records = await cursor.next(from, to);
      if (records.length === 0) return;
      yield records;
    }
  }

  async #cursorAt(partition: number, from: number): Promise<Cursor> {
    const known = this.#cursors.get(partition);
    if (known !== undefined && known.position <= from) return known;
    await known?.close();
    const cursor = new Cursor(this.#broker, { topic: this.#topic, partition });
    this.#cursors.set(partition, cursor);
    return cursor;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#cursors.values()].map((cursor) => cursor.close()));
  }
}

class Cursor {
  /** Everything below was read. */
  position = 0;
  readonly #broker: Broker;
  readonly #partition: { readonly topic: string; readonly partition: number };
  #pieces: AsyncIterator<readonly IncomingRecord[]> | undefined;
  #piece: readonly IncomingRecord[] = [];

  constructor(broker: Broker, partition: { readonly topic: string; readonly partition: number }) {
    this.#broker = broker;
    this.#partition = partition;
  }

  /** The next records below `to`; none = all were handed out. */
  async next(from: number, to: number): Promise<readonly IncomingRecord[]> {
    while (this.#piece.length === 0 || this.#piece.at(-1)!.offset < from) {
      this.#pieces ??= this.#broker.readToEnd(this.#partition, from)[Symbol.asyncIterator]();
      const { done, value } = await this.#pieces.next();
      if (done) return this.#ended();
      this.#piece = value;
    }
    const records = this.#piece.filter(({ offset }) => offset >= from && offset < to);
    this.#piece = this.#piece.filter(({ offset }) => offset >= to);
    return records;
  }

  /** The log may have grown since the cursor was opened: the next segment opens another. */
  #ended(): readonly IncomingRecord[] {
    this.#pieces = undefined;
    this.#piece = [];
    return [];
  }

  async close(): Promise<void> {
    await this.#pieces?.return?.();
  }
}
