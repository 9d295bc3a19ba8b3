import type { Outgoing, OutgoingRecord, TopicPartition, Transaction, Writer } from "../../broker.js";
import { BrokerError, MessageTooLargeError } from "../../errors.js";
import { recordsOf } from "../../record-columns.js";
import type { ClusterCore } from "../cluster-core.js";
import { batchBytes } from "../log/stored-batch.js";
import type { OpenTransaction, ProducerIdentity } from "../transactions.js";
import type { Habits } from "./habits.js";
import type { Link } from "./link.js";
import { MetadataCache } from "./metadata-cache.js";

/** What a writer needs of its connection. */
export interface WriterContext {
  readonly cluster: ClusterCore;
  readonly link: Link;
  readonly habits: Habits;
}

/** A transactional producer of one connection. */
export class MemoryWriter implements Writer {
  readonly #context: WriterContext;
  readonly #identity: ProducerIdentity;
  readonly #metadata: MetadataCache;
  readonly #sequences = new Map<string, number>();
  /** Appends under way by partition: a producer sends to one partition in order. */
  readonly #underWay = new Map<string, Promise<void>>();
  #current: MemoryTransaction | undefined;
  #state: "idle" | "beginning" | "closed" = "idle";

  constructor(context: WriterContext, identity: ProducerIdentity) {
    this.#context = context;
    this.#identity = identity;
    this.#metadata = new MetadataCache(context.cluster.topics, context.habits);
  }

  async begin(): Promise<Transaction> {
    const { cluster, link } = this.#context;
    const { transactionalId } = this.#identity;
    this.#requireFree();
    this.#state = "beginning";
    try {
      const call = { name: "begin", transactionalId } as const;
      const transaction = await link.call(call, () => cluster.transactions.begin(this.#identity));
      this.#current = new MemoryTransaction(this, transaction);
      return this.#current;
    } finally {
      this.#state = "idle";
    }
  }

  /** Ends an open transaction by aborting it. */
  async close(): Promise<void> {
    this.#state = "closed";
    if (this.#current?.state === "open") await this.#current.abort();
  }

  /** @internal called by the writer's transaction */
  append(transaction: OpenTransaction, target: TopicPartition, records: readonly OutgoingRecord[]): Promise<void> {
    const name = `${target.topic}/${target.partition}`;
    const before = this.#underWay.get(name);
    const send = () => this.#send(transaction, target, records, name);
    const sent = before === undefined ? send() : before.then(send, send);
    this.#underWay.set(name, sent);
    const done = () => void (this.#underWay.get(name) === sent && this.#underWay.delete(name));
    sent.then(done, done);
    return sent;
  }

  /** @internal called by the writer's transaction */
  end(transaction: OpenTransaction, fate: "committed" | "aborted"): Promise<void> {
    const { cluster, habits, link } = this.#context;
    const { transactionalId } = this.#identity;
    const call = { name: fate === "committed" ? "commit" : "abort", transactionalId } as const;
    const end = () => cluster.transactions.end(this.#identity, transaction, fate);
    return link.call(call, end, { repeats: habits.lostOutcome === "retry" });
  }

  #requireFree(): void {
    const last = this.#current?.state ?? "ended";
    if (last === "ended" && this.#state === "idle") return;
    const { transactionalId } = this.#identity;
    if (this.#state === "closed") throw new BrokerError(`the writer of "${transactionalId}" is closed: open another`);
    const state = last === "failed" ? "failed to end: drop the writer" : "is open: end it first";
    throw new BrokerError(`the last transaction of "${transactionalId}" ${state}`);
  }

  #send(transaction: OpenTransaction, target: TopicPartition, records: readonly OutgoingRecord[], name: string) {
    const { cluster, link } = this.#context;
    const { transactionalId } = this.#identity;
    const sequence = this.#sequences.get(name) ?? 0;
    this.#sequences.set(name, sequence + 1);
    const call = { name: "append", transactionalId, ...target, records: records.length } as const;
    return link.call(call, () => {
      this.#refuseTooLarge(target, records, cluster.topics.find(target)?.largestBatch);
      const clientNow = link.now();
      if (!this.#metadata.admits(target, clientNow)) return;
      const log = cluster.topics.log(target);
      cluster.transactions.append(this.#identity, transaction, { log, sequence, records, clientNow });
    });
  }

  #refuseTooLarge({ topic, partition }: TopicPartition, records: readonly OutgoingRecord[], taken = 0): void {
    const maxBatchBytes = Math.max(taken, this.#context.habits.maxBatchBytes);
    const bytes = batchBytes(records);
    if (bytes <= maxBatchBytes) return;
    const size = `${records.length} records of ${bytes} bytes together for ${topic}/${partition}`;
    throw new MessageTooLargeError(`${size}: a batch may have ${maxBatchBytes}, cut it into several appends`);
  }
}

class MemoryTransaction implements Transaction {
  readonly #writer: MemoryWriter;
  readonly #transaction: OpenTransaction;
  state: "open" | "ending" | "ended" | "failed" = "open";

  constructor(writer: MemoryWriter, transaction: OpenTransaction) {
    this.#writer = writer;
    this.#transaction = transaction;
  }

  async append(topic: string, partition: number, outgoing: readonly Outgoing[]): Promise<void> {
    this.#requireOpen();
    const records = recordsOf(outgoing);
    if (records.length > 0) await this.#writer.append(this.#transaction, { topic, partition }, records);
  }

  commit(): Promise<void> {
    return this.#end("committed");
  }

  abort(): Promise<void> {
    return this.#end("aborted");
  }

  async #end(fate: "committed" | "aborted"): Promise<void> {
    this.#requireOpen();
    this.state = "ending";
    try {
      await this.#writer.end(this.#transaction, fate);
      this.state = "ended";
    } catch (error) {
      this.state = "failed";
      throw error;
    }
  }

  #requireOpen(): void {
    if (this.state === "open") return;
    throw new BrokerError(`the transaction of "${this.#transaction.mark.transactionalId}" is over: begin another`);
  }
}
