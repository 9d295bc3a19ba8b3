import type { Broker, IncomingRecord } from "../../../src/broker/broker.js";
import { UnknownPartitionError } from "../../../src/broker/errors.js";

/** The committed records of a partition, one after the other and in bounded memory; none where there is no partition. */
export class RecordStream {
  readonly #pieces: AsyncIterator<readonly IncomingRecord[]>;
  #piece: readonly IncomingRecord[] = [];
  #next = 0;

  constructor(broker: Broker, topic: string, partition: number) {
    this.#pieces = pieces(broker, topic, partition);
  }

  async peek(): Promise<IncomingRecord | undefined> {
    while (this.#next === this.#piece.length) {
      const { done, value } = await this.#pieces.next();
      if (done) return undefined;
      this.#piece = value;
      this.#next = 0;
    }
    return this.#piece[this.#next];
  }

  async take(): Promise<IncomingRecord | undefined> {
    const record = await this.peek();
    if (record !== undefined) this.#next++;
    return record;
  }

  /** Those before an offset. */
  async takeUpTo(offset: number): Promise<IncomingRecord[]> {
    const records: IncomingRecord[] = [];
    for (let next = await this.peek(); next !== undefined && next.offset < offset; next = await this.peek()) {
      records.push(next);
      this.#next++;
    }
    return records;
  }
}

async function* pieces(broker: Broker, topic: string, partition: number): AsyncGenerator<readonly IncomingRecord[]> {
  try {
    yield* broker.readToEnd({ topic, partition });
  } catch (error) {
    if (!(error instanceof UnknownPartitionError)) throw error;
  }
}
