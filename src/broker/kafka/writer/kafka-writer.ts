import type { Outgoing, Transaction, Writer, WriterOptions } from "../../broker.js";
import { BrokerError } from "../../errors.js";
import { recordCount } from "../../record-columns.js";
import type { Network } from "../network/network.js";
import { initialise, type ProducerIdentity } from "./producer-identity.js";
import { takeOver } from "./take-over.js";
import { TransactionClient } from "./transaction-client.js";

/** A transactional producer: one transaction at a time under one producer id and epoch. */
export class KafkaWriter implements Writer {
  readonly #client: TransactionClient;
  #open: KafkaTransaction | undefined;
  #isClosed = false;

  private constructor(network: Network, identity: ProducerIdentity, ownsTopics: boolean) {
    this.#client = new TransactionClient(network, identity, ownsTopics);
  }

  /** @throws AuthorizationError | BrokerError */
  static async open(network: Network, transactionalId: string, { topics }: WriterOptions = {}): Promise<KafkaWriter> {
    const identity = await (topics ? takeOver(network, transactionalId, topics) : initialise(network, transactionalId));
    return new KafkaWriter(network, identity, topics !== undefined);
  }

  async begin(): Promise<Transaction> {
    const { transactionalId } = this.#client.identity;
    if (this.#isClosed) throw new BrokerError(`the writer of ${transactionalId} is closed`);
    if (this.#open?.isOpen) throw new BrokerError(`${transactionalId} has an open transaction already`);
    this.#client.begin();
    this.#open = new KafkaTransaction(this.#client);
    return this.#open;
  }

  /** An open transaction is aborted, so that readers need not wait until it times out. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#open?.isOpen) await this.#open.abort().catch(() => undefined);
  }
}

class KafkaTransaction implements Transaction {
  readonly #client: TransactionClient;
  isOpen = true;

  constructor(client: TransactionClient) {
    this.#client = client;
  }

  async append(topic: string, partition: number, records: readonly Outgoing[]): Promise<void> {
    this.#requireOpen();
    if (recordCount(records) > 0) await this.#client.append(topic, partition, records);
  }

  async commit(): Promise<void> {
    this.#requireOpen();
    this.isOpen = false;
    await this.#client.end(true);
  }

  async abort(): Promise<void> {
    this.#requireOpen();
    this.isOpen = false;
    await this.#client.end(false);
  }

  #requireOpen(): void {
    if (!this.isOpen) throw new BrokerError("the transaction has ended");
  }
}
