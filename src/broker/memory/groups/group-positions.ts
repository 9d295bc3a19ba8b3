import type { TopicPartition } from "../../broker.js";

/** Committed offsets of a group. */
export class GroupPositions {
  readonly #topics = new Map<string, Map<number, number>>();

  set(positions: readonly (TopicPartition & { readonly offset: number })[]): void {
    for (const { topic, partition, offset } of positions) {
      const partitions = this.#topics.get(topic) ?? new Map<number, number>();
      this.#topics.set(topic, partitions.set(partition, offset));
    }
  }

  get({ topic, partition }: TopicPartition): number | undefined {
    return this.#topics.get(topic)?.get(partition);
  }

  /** A copy, by partition of the topic. */
  ofTopic(topic: string): Map<number, number> {
    return new Map(this.#topics.get(topic));
  }
}
