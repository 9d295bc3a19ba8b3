import { INPUT, type World } from "./world.js";

const LOOK_MS = 100;

/** Watches whether all input has been learned, from what processes say they committed. */
export class Progress {
  readonly #world: World;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #done = false;

  constructor(world: World) {
    this.#world = world;
  }

  done(): boolean {
    const now = this.#world.scheduler.now();
    if (this.#done || now - this.#lookedAt < LOOK_MS) return this.#done;
    this.#lookedAt = now;
    this.#done = this.#partitions().every((partition) => this.#behind(partition) === undefined);
    return this.#done;
  }

  describe(): string {
    return this.#partitions()
      .map((partition) => this.#behind(partition))
      .filter((text) => text !== undefined)
      .join("; ");
  }

  #partitions(): number[] {
    return Array.from({ length: this.#world.input.partitions }, (_, partition) => partition);
  }

  #behind(partition: number): string | undefined {
    const { cluster, committed } = this.#world;
    const log = cluster.inspect(INPUT, partition);
    const position = committed.get(partition) ?? 0;
    if (log.stableEnd < log.end) return `partition ${partition} has an open transaction`;
    const left = log.records.filter(({ fate, offset }) => fate === "committed" && offset >= position);
    return left.length === 0 ? undefined : `partition ${partition} is at ${position} of ${log.stableEnd}`;
  }
}
