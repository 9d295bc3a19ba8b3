import { Observable } from "rxjs";
import type { Source, SourceEvent, SourceOptions, TopicPartition } from "../../broker.js";
import { BrokerError } from "../../errors.js";
import type { Network } from "../network/network.js";
import { SourceSession } from "./source-session.js";

/** A consumer group's member behind the port. */
export class KafkaSource implements Source {
  readonly events$: Observable<SourceEvent>;
  readonly #options: SourceOptions;
  #session: SourceSession | undefined;
  #complete: () => void = () => undefined;
  #ended: Promise<void> = Promise.resolve();
  #epoch = 0;

  /** @param purpose names this source's connections */
  constructor(network: Network, purpose: string, options: SourceOptions) {
    this.#options = options;
    this.events$ = new Observable((subscriber) => {
      if (this.#session !== undefined) {
        subscriber.error(new BrokerError(`the source of group ${options.group} has a subscriber already`));
        return;
      }
      const session = new SourceSession(network, purpose, options, subscriber, () => ++this.#epoch);
      this.#session = session;
      this.#complete = () => subscriber.complete();
      session.start();
      return () => {
        this.#session = undefined;
        this.#ended = session.end();
      };
    });
  }

  seek(partition: TopicPartition, offset: number): void {
    this.#session?.seek(partition, offset);
  }

  rejoin(): void {
    this.#session?.rejoin();
  }

  async commitPositions(positions: readonly (TopicPartition & { readonly offset: number })[]): Promise<void> {
    if (this.#session === undefined) throw new BrokerError(`not a member of group ${this.#options.group}`);
    await this.#session.commitPositions(positions);
  }

  /** Leaves the group and completes. */
  async close(): Promise<void> {
    this.#complete();
    await this.#ended;
  }
}
