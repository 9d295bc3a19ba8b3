import type { Network } from "../network/network.js";

export interface TopicWatchOptions {
  readonly network: Network;
  /** Partitions of each topic when they were assigned. */
  readonly counts: ReadonlyMap<string, number>;
  readonly onGrowth: () => void;
  readonly onTrouble: (error: Error) => void;
}

/** How often to look for a topic that does not exist yet. */
const ABSENT_MS = 1_000;

/** Calls back once when one of the topics has more partitions than were assigned. */
export class TopicWatch {
  readonly #options: TopicWatchOptions;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(options: TopicWatchOptions) {
    this.#options = options;
    this.#lookLater();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #lookLater(): void {
    const { counts, network } = this.#options;
    const isAbsent = [...counts.values()].includes(0);
    const { metadataMaxAgeMs } = network.options;
    this.#timer = setTimeout(
      () => void this.#look(),
      isAbsent ? Math.min(ABSENT_MS, metadataMaxAgeMs) : metadataMaxAgeMs,
    );
  }

  async #look(): Promise<void> {
    const { counts, network, onGrowth, onTrouble } = this.#options;
    try {
      const { topics } = await network.refresh([...counts.keys()]);
      if (this.#isStopped) return;
      const hasGrown = [...counts].some(([topic, count]) => (topics.get(topic)?.length ?? 0) > count);
      if (hasGrown) return onGrowth();
    } catch (error) {
      if (!this.#isStopped) onTrouble(error as Error);
    }
    if (!this.#isStopped) this.#lookLater();
  }
}
