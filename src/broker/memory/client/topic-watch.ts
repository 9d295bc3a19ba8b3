import type { Subscription } from "rxjs";
import type { Topics } from "../topics.js";
import type { Link } from "./link.js";

export interface TopicWatchOptions {
  readonly link: Link;
  readonly topics: Topics;
  readonly names: readonly string[];
  /** Partitions of each when they were assigned. */
  readonly counts: readonly number[];
  readonly intervalMs: number;
  readonly onGrowth: () => void;
}

/** Calls back once when one of the topics has more partitions than were assigned, noticed at the next look. */
export class TopicWatch {
  readonly #options: TopicWatchOptions;
  #timer: Subscription | undefined;
  #stopped = false;

  constructor(options: TopicWatchOptions) {
    this.#options = options;
    this.#lookLater();
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.unsubscribe();
  }

  #lookLater(): void {
    const { intervalMs, link, onGrowth } = this.#options;
    this.#timer = link.after(intervalMs, () =>
      link.send<readonly number[]>({
        call: { name: "metadata" },
        effect: (done) => done({ value: this.#look() }),
        settle: (outcome) => {
          if (this.#stopped) return;
          const grown = "value" in outcome && outcome.value.some((count, i) => count > this.#options.counts[i]!);
          if (grown) onGrowth();
          else this.#lookLater();
        },
        repeats: true,
      }),
    );
  }

  #look(): readonly number[] {
    return this.#options.names.map((name) => this.#options.topics.partitionCount(name));
  }
}
