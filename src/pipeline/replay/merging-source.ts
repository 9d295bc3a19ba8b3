import { Observable } from "rxjs";
import type { Source, SourceEvent, TopicPartition } from "../../broker/broker.js";
import { MergeSession, type MergeSettings } from "./merge-session.js";

/**
 * A source that gives out the bounded history of a topic, partitions merged by timestamp. It joins no group: all
 * partitions are its own from the start, and it leaves no positions behind.
 */
export class MergingSource implements Source {
  readonly events$: Observable<SourceEvent>;
  #session: MergeSession | undefined;
  #epoch = 0;

  constructor(settings: MergeSettings) {
    this.events$ = new Observable((subscriber) => {
      const session = new MergeSession(settings, subscriber, () => ++this.#epoch);
      this.#session = session;
      session.join();
      return () => {
        this.#session = undefined;
        session.end();
      };
    });
  }

  /** Giving out begins once every partition was sought since the join: the order depends on all of them. */
  seek({ partition }: TopicPartition, offset: number): void {
    this.#session?.seek(partition, offset);
  }

  rejoin(): void {
    this.#session?.join();
  }

  async commitPositions(): Promise<void> {}
}
