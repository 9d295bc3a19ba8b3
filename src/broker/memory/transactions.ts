import type { SchedulerLike, Subscription } from "rxjs";
import type { OutgoingRecord, TopicPartition } from "../broker.js";
import { BrokerError, FencedError } from "../errors.js";
import type { ClusterObserver } from "./cluster-events.js";
import type { PartitionLog } from "./log/partition-log.js";
import type { TransactionMark } from "./log/stored-batch.js";

/** What a writer shows with each call; the epoch decides whether it still may. */
export interface ProducerIdentity {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly epoch: number;
}

/** A transaction as the coordinator knows it. */
export interface OpenTransaction {
  readonly mark: TransactionMark;
  readonly logs: Set<PartitionLog>;
  timeout?: Subscription;
}

interface Producer {
  readonly producerId: number;
  epoch: number;
  timeoutMs: number;
  /** Why the epoch is what it is, for those who are fenced by it. */
  reason: string;
  transaction?: OpenTransaction;
  /** Decided, but not all control records are written. */
  settling?: { readonly transaction: OpenTransaction; readonly timer: Subscription };
}

export interface TransactionOptions {
  readonly scheduler: SchedulerLike;
  readonly observe: ClusterObserver;
  /** Time from a transaction's decision to its control records, ms; they are written at once when absent. */
  readonly markerDelayMs?: (transactionalId: string) => number;
}

/** The transaction coordinator: epochs and fencing, and the one open transaction of each transactional id. */
export class Transactions {
  readonly #producers = new Map<string, Producer>();
  readonly #options: TransactionOptions;

  constructor(options: TransactionOptions) {
    this.#options = options;
  }

  /** A new epoch. Older writers are fenced, what they left open is aborted, what they decided is complete. */
  initialise(transactionalId: string, clientId: string, timeoutMs: number): ProducerIdentity {
    const producer = this.#producers.get(transactionalId) ?? this.#register(transactionalId);
    if (producer.transaction !== undefined) this.#decide(producer, "aborted", "successor");
    this.#settle(producer);
    producer.epoch += 1;
    producer.timeoutMs = timeoutMs;
    producer.reason = `client "${clientId}" took over with epoch ${producer.epoch}`;
    const { producerId, epoch } = producer;
    this.#options.observe({ type: "epoch", transactionalId, epoch, clientId });
    return { transactionalId, producerId, epoch };
  }

  /** Opens a transaction; one without records is simply replaced. @throws FencedError | BrokerError */
  begin(identity: ProducerIdentity): OpenTransaction {
    const producer = this.#producerOf(identity);
    if (producer.transaction !== undefined && producer.transaction.logs.size > 0) {
      throw new BrokerError(`transactional id "${identity.transactionalId}" has an open transaction: end it first`);
    }
    producer.transaction = { mark: { ...identity, fate: "open" }, logs: new Set() };
    return producer.transaction;
  }

  /** @throws FencedError | BrokerError */
  append(
    identity: ProducerIdentity,
    transaction: OpenTransaction,
    batch: { log: PartitionLog; sequence: number; records: readonly OutgoingRecord[]; clientNow: number },
  ): void {
    const producer = this.#producerOf(identity);
    if (producer.transaction !== transaction) throw ended(identity);
    this.#settle(producer);
    const { mark, logs } = transaction;
    const { log, sequence, records, clientNow } = batch;
    const context = { clientNow, now: this.#options.scheduler.now(), transactional: { mark, sequence } };
    const before = log.end;
    const baseOffset = log.append(records, context);
    logs.add(log);
    transaction.timeout ??= this.#startTimeout(producer, transaction);
    if (baseOffset < before) return; // a repetition
    const { topic, partition } = log;
    const { transactionalId } = identity;
    this.#options.observe({ type: "append", topic, partition, baseOffset, records: records.length, transactionalId });
  }

  /** Ends the transaction; repeating the same decision is harmless. @throws FencedError | BrokerError */
  end(identity: ProducerIdentity, transaction: OpenTransaction, fate: "committed" | "aborted"): void {
    const producer = this.#producerOf(identity);
    if (transaction.mark.fate === fate) return;
    if (producer.transaction !== transaction) throw ended(identity);
    this.#decide(producer, fate, "writer");
  }

  #register(transactionalId: string): Producer {
    const producer: Producer = { producerId: this.#producers.size, epoch: -1, timeoutMs: 0, reason: "" };
    this.#producers.set(transactionalId, producer);
    return producer;
  }

  #producerOf({ transactionalId, producerId, epoch }: ProducerIdentity): Producer {
    const producer = this.#producers.get(transactionalId);
    if (producer?.producerId === producerId && producer.epoch === epoch) return producer;
    const reason = producer?.reason ?? "the cluster does not know it";
    throw new FencedError(`transactional id "${transactionalId}", epoch ${epoch}, is fenced: ${reason}`);
  }

  #startTimeout(producer: Producer, transaction: OpenTransaction): Subscription {
    const { timeoutMs } = producer;
    return this.#options.scheduler.schedule(() => {
      if (producer.transaction !== transaction) return;
      this.#decide(producer, "aborted", "timeout");
      producer.epoch += 1;
      producer.reason = `its transaction was open for longer than ${timeoutMs} ms`;
    }, timeoutMs);
  }

  #decide(producer: Producer, fate: "committed" | "aborted", by: "writer" | "successor" | "timeout"): void {
    this.#settle(producer); // a transaction without appends begins and ends while the one before is still settling
    const transaction = producer.transaction!;
    delete producer.transaction;
    transaction.timeout?.unsubscribe();
    const { mark, logs } = transaction;
    mark.fate = fate;
    const { transactionalId, epoch } = mark;
    const partitions: TopicPartition[] = [...logs].map(({ topic, partition }) => ({ topic, partition }));
    this.#options.observe({ type: "transaction", transactionalId, epoch, fate, by, partitions });
    const delayMs = this.#options.markerDelayMs?.(transactionalId) ?? 0;
    const timer = delayMs > 0 ? this.#options.scheduler.schedule(() => this.#settle(producer), delayMs) : undefined;
    if (timer === undefined) this.#writeMarkers(transaction);
    else producer.settling = { transaction, timer };
  }

  /** The next transaction of an id begins, and the next writer is admitted, only after the last one is complete. */
  #settle(producer: Producer): void {
    const { settling } = producer;
    if (settling === undefined) return;
    delete producer.settling;
    settling.timer.unsubscribe();
    this.#writeMarkers(settling.transaction);
  }

  #writeMarkers({ mark, logs }: OpenTransaction): void {
    const now = this.#options.scheduler.now();
    for (const log of logs) log.endTransaction(mark, mark.fate === "committed" ? "commit" : "abort", now);
  }
}

function ended({ transactionalId }: ProducerIdentity): BrokerError {
  return new BrokerError(`transactional id "${transactionalId}": this transaction has ended; begin another`);
}
