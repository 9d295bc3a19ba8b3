import type { TopicPartition } from "../../broker.js";
import { type Topics, unknownPartition } from "../topics.js";
import type { Habits } from "./habits.js";

/** Partition counts as a client remembers them. */
export class MetadataCache {
  readonly #topics: Topics;
  readonly #habits: Habits;
  readonly #known = new Map<string, { readonly count: number; readonly at: number }>();

  constructor(topics: Topics, habits: Habits) {
    this.#topics = topics;
    this.#habits = habits;
  }

  /**
   * Whether an append to the partition goes to the broker; `false` = it is dropped.
   *
   * @throws UnknownPartitionError
   */
  admits(target: TopicPartition, now: number): boolean {
    if (this.#partitions(target.topic, now) > target.partition) return true;
    const { unknownPartition: habit } = this.#habits;
    if (habit === "refresh" && this.#refresh(target.topic, now) > target.partition) return true;
    const count = this.#partitions(target.topic, now);
    if (habit === "drop" && count > 0) return false;
    this.#known.delete(target.topic);
    throw unknownPartition(target, count);
  }

  #partitions(topic: string, now: number): number {
    const known = this.#known.get(topic);
    if (known !== undefined && now - known.at < this.#habits.metadataMaxAgeMs) return known.count;
    return this.#refresh(topic, now);
  }

  #refresh(topic: string, now: number): number {
    const count = this.#topics.partitionCount(topic);
    this.#known.set(topic, { count, at: now });
    return count;
  }
}
