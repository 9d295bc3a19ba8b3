/** Names one append of one producer: a repetition carries the same numbers. */
export interface AppendSequence {
  readonly producerId: number;
  readonly epoch: number;
  readonly sequence: number;
}

/** The last append of each producer to a partition, which is what makes a repeated append idempotent. */
export class ProducerSequences {
  readonly #last = new Map<number, AppendSequence & { readonly baseOffset: number }>();

  /** Base offset of the append if it is the producer's last one over again. */
  find({ producerId, epoch, sequence }: AppendSequence): number | undefined {
    const last = this.#last.get(producerId);
    return last?.epoch === epoch && last.sequence === sequence ? last.baseOffset : undefined;
  }

  remember(append: AppendSequence, baseOffset: number): void {
    this.#last.set(append.producerId, { ...append, baseOffset });
  }
}
