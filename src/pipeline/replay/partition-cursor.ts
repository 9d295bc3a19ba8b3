import type { IncomingRecord, TopicPartition } from "../../broker/broker.js";

type Pieces = AsyncIterable<readonly IncomingRecord[]>;

/** Reads one partition up to a fixed end, a piece at a time. */
export class PartitionCursor {
  readonly partition: number;
  readonly #end: number;
  readonly #pieces: AsyncIterator<readonly IncomingRecord[]>;
  #piece: readonly IncomingRecord[] = [];
  #at = 0;
  #ended: boolean;

  /** @param pieces the committed records from `position` on; may go beyond `end`. */
  constructor({ partition }: TopicPartition, position: number, end: number, pieces: (from: number) => Pieces) {
    this.partition = partition;
    this.#end = end;
    this.#ended = position >= end;
    this.#pieces = pieces(position)[Symbol.asyncIterator]();
  }

  /** The next record; undefined = read on first, or there is none. */
  get head(): IncomingRecord | undefined {
    return this.#piece[this.#at];
  }

  /** No record is left. */
  get ended(): boolean {
    return this.#ended && this.head === undefined;
  }

  advance(): void {
    this.#at++;
  }

  /** Reads until there is a head or the end. */
  async read(): Promise<void> {
    while (this.head === undefined && !this.#ended) {
      const { done, value } = await this.#pieces.next();
      if (done) this.#ended = true;
      else this.#take(value);
    }
  }

  async close(): Promise<void> {
    this.#ended = true;
    await this.#pieces.return?.();
  }

  #take(piece: readonly IncomingRecord[]): void {
    const beyond = piece.findIndex(({ offset }) => offset >= this.#end);
    this.#piece = beyond < 0 ? piece : piece.slice(0, beyond);
    this.#at = 0;
    if (beyond >= 0) this.#ended = true;
  }
}
