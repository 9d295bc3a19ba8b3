import type { Outgoing, TopicPartition } from "../../broker.js";
import { BrokerError, FencedError, MessageTooLargeError, UnknownPartitionError } from "../../errors.js";
import { recordCount } from "../../record-columns.js";
import { groupBy } from "../group-by.js";
import { CODE, ConnectionLostError, failOn, protocolError } from "../network/kafka-errors.js";
import type { Network } from "../network/network.js";
import { BatchMemory } from "../records/batch-memory.js";
import { encodeRecordBatch } from "../records/encode-record-batch.js";
import { Gather } from "./gather.js";
import { PartitionProducer } from "./partition-producer.js";
import { asCoordinator, type ProducerIdentity } from "./producer-identity.js";
import { untilEnded } from "./until-ended.js";

interface AddPartitionsResponse {
  readonly errors: readonly {
    readonly topic: string;
    readonly partitionErrors: readonly { readonly partition: number; readonly errorCode: number }[];
  }[];
}

/**
 * The transaction protocol of one producer epoch: partitions are added to the open transaction, batches carry sequence
 * numbers so that a repeated one is stored once, and the coordinator ends it.
 */
export class TransactionClient {
  readonly identity: ProducerIdentity;
  readonly #network: Network;
  readonly #seesToTheEnd: boolean;
  readonly #producer: PartitionProducer;
  readonly #adding: Gather<TopicPartition>;
  readonly #sequences = new Map<string, number>();
  readonly #memory = new BatchMemory();
  /** Partitions of the open transaction, and the requests that add them. */
  #added = new Map<string, { readonly where: TopicPartition; readonly done: Promise<void> }>();
  /**
   * What became of a request is unknown. Of a batch, and with it the partition's next sequence number: a later batch
   * could be taken for a repetition of this one and be dropped. Or of a commit. Nothing may be written any more.
   */
  #poison: BrokerError | undefined;
  /** Batches of a partition go one after the other: their order is that of their sequence numbers. */
  #queues = new Map<string, Promise<void>>();

  /** @param seesToTheEnd a transaction has ended when every partition has its marker, and not when that is decided */
  constructor(network: Network, identity: ProducerIdentity, seesToTheEnd = false) {
    this.identity = identity;
    this.#seesToTheEnd = seesToTheEnd;
    this.#network = network;
    this.#producer = new PartitionProducer(network, identity.transactionalId);
    this.#adding = new Gather((partitions) => this.#addPartitions(partitions));
  }

  /** @throws BrokerError when the fate of an earlier batch is unknown */
  begin(): void {
    this.#requireSound();
    this.#added = new Map();
    this.#queues = new Map();
  }

  /** @throws FencedError | MessageTooLargeError | UnknownPartitionError | BrokerError */
  async append(topic: string, partition: number, records: readonly Outgoing[]): Promise<void> {
    const name = `${topic}/${partition}`;
    const before = this.#queues.get(name) ?? Promise.resolve();
    const done = before.then(() => this.#append({ topic, partition }, name, records));
    this.#queues.set(name, done);
    await done;
  }

  /** Adds partitions to the open transaction, so that its end ends whatever this producer has open there. */
  async enlist(partitions: readonly TopicPartition[]): Promise<void> {
    await Promise.all(partitions.map((where) => this.#add(where, `${where.topic}/${where.partition}`)));
  }

  /**
   * Commits or aborts; nothing happens when nothing was added. After a rejection the outcome is unknown.
   *
   * A request whose answer was lost may still be on its way when its repetition is answered, and would then end a later
   * transaction of the same epoch, half-written (KIP-890): the next one needs a new epoch.
   */
  async end(commit: boolean): Promise<void> {
    // A request still under way could add to the next transaction what belongs to this one.
    await Promise.allSettled([...this.#queues.values(), ...[...this.#added.values()].map(({ done }) => done)]);
    if (commit) this.#requireSound();
    if (this.#added.size === 0) return;
    const { transactionalId, producerId, epoch: producerEpoch } = this.identity;
    const args = { transactionalId, producerId, producerEpoch, transactionResult: commit };
    const what = `${commit ? "committing" : "aborting"} a transaction of ${transactionalId}`;
    await asCoordinator(this.#network, transactionalId, async (link) => {
      const { errorCode } = await link.request<{ errorCode: number }>("EndTxn", args).catch((error: unknown) => {
        if (error instanceof ConnectionLostError) this.#poison = unsound(`${what} was not answered at first`, error);
        throw error;
      });
      failOn(what, errorCode);
    });
    if (this.#seesToTheEnd) await this.#untilEnded(what);
  }

  /** The next transaction would end this one, too, where its markers are missing: so there is none before they are seen. */
  async #untilEnded(what: string): Promise<void> {
    const partitions = [...this.#added.values()].map(({ where }) => where);
    try {
      await untilEnded(this.#network, this.identity, partitions);
    } catch (error) {
      const isKnown = error instanceof BrokerError && !error.retriable;
      this.#poison = isKnown ? error : unsound(`${what} was not seen to end`, error);
      throw this.#poison;
    }
  }

  async #append(where: TopicPartition, name: string, records: readonly Outgoing[]): Promise<void> {
    await this.#network.persist(() => this.#network.leader(where.topic, where.partition));
    await this.#add(where, name);
    const { transactionalId, producerId, epoch: producerEpoch } = this.identity;
    const { compression } = this.#network.options;
    const firstSequence = this.#sequences.get(name) ?? 0;
    const head = { producerId, producerEpoch, firstSequence, transactional: true, compression, now: Date.now() };
    const bytes = await encodeRecordBatch(records, head, this.#memory);
    try {
      await this.#producer.send({ ...where, bytes, onTaken: () => this.#memory.give(bytes) });
    } catch (error) {
      if (!(error instanceof MessageTooLargeError || error instanceof UnknownPartitionError))
        this.#poison = error instanceof FencedError ? error : unsound(`a write of ${transactionalId} failed`, error);
      throw error;
    }
    this.#sequences.set(name, (firstSequence + recordCount(records)) % 2 ** 31);
  }

  #requireSound(): void {
    if (this.#poison !== undefined) throw this.#poison;
  }

  #add(where: TopicPartition, name: string): Promise<void> {
    let added = this.#added.get(name);
    if (added === undefined) {
      added = { where, done: this.#adding.add(where) };
      this.#added.set(name, added);
    }
    return added.done;
  }

  async #addPartitions(partitions: readonly TopicPartition[]): Promise<void> {
    const { transactionalId, producerId, epoch: producerEpoch } = this.identity;
    const topics = [...groupBy(partitions, ({ topic }) => topic)].map(([topic, of]) => ({
      topic,
      partitions: of.map(({ partition }) => partition),
    }));
    await asCoordinator(this.#network, transactionalId, async (link) => {
      const args = { transactionalId, producerId, producerEpoch, topics };
      const { errors } = await link.request<AddPartitionsResponse>("AddPartitionsToTxn", args);
      const failed = errors.flatMap(({ topic, partitionErrors }) =>
        partitionErrors.map((error) => ({ topic, ...error })).filter(({ errorCode }) => errorCode !== CODE.none),
      );
      // One bad partition and the broker touches none: the others say "not attempted", which explains nothing.
      const reason = failed.find(({ errorCode }) => errorCode !== CODE.operationNotAttempted) ?? failed[0];
      if (reason === undefined) return;
      const what = `adding ${reason.topic}/${reason.partition} to a transaction of ${transactionalId}`;
      throw protocolError(what, reason.errorCode);
    });
  }
}

const unsound = (what: string, cause: unknown): BrokerError =>
  new BrokerError(`${what}, and what became of it is unknown: a new writer is needed`, { cause });
