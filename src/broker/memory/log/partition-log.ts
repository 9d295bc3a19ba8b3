import type { IncomingRecord, OutgoingRecord } from "../../broker.js";
import { BrokerError } from "../../errors.js";
import { BatchList } from "./batch-list.js";
import { compacted } from "./compaction.js";
import { ProducerSequences } from "./producer-sequences.js";
import { readCommitted } from "./read-committed.js";
import {
  controlBatch,
  dataBatch,
  recordsFrom,
  type StoredBatch,
  type TransactionMark,
  withRecords,
} from "./stored-batch.js";
import type { TopicSettings } from "./topic-settings.js";
import { Waiters } from "./waiters.js";

/** Where an append comes from. */
export interface AppendContext {
  /** The client's clock: the timestamp of records that have none. */
  readonly clientNow: number;
  /** The cluster's clock. */
  readonly now: number;
  readonly transactional?: { readonly mark: TransactionMark; readonly sequence: number };
}

export interface LogRead {
  readonly records: readonly IncomingRecord[];
  readonly nextOffset: number;
  readonly endOffset: number;
}

const COMPACTION_BYTES_MIN = 1 << 20;
const COMPACTION_RECORDS_MIN = 1_000;

/** The log of one partition: record batches and control records by offset, with the barriers of open transactions. */
export class PartitionLog {
  readonly topic: string;
  readonly partition: number;
  readonly #settings: TopicSettings;
  readonly #batches = new BatchList();
  /** First offset of each open transaction; insertion order is offset order. */
  readonly #open = new Map<TransactionMark, number>();
  readonly #sequences = new ProducerSequences();
  readonly #waiters = new Waiters();
  #start = 0;
  #end = 0;
  #bytes = 0;
  #dirtyBytes = 0;
  #dirtyRecords = 0;

  constructor(topic: string, partition: number, settings: TopicSettings) {
    this.topic = topic;
    this.partition = partition;
    this.#settings = settings;
  }

  get start(): number {
    return this.#start;
  }

  /** One past the last offset, whatever its fate. */
  get end(): number {
    return this.#end;
  }

  /** See {@link TopicSettings}. */
  get largestBatch(): number {
    return this.#settings.largestBatch;
  }

  /** Keys, values and headers held. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The last stable offset: `read_committed` readers stop at the first record of the oldest open transaction. */
  get stableEnd(): number {
    for (const first of this.#open.values()) return Math.max(first, this.#start);
    return this.#end;
  }

  batches(): Iterable<StoredBatch> {
    return this.#batches;
  }

  /** Whether a reader may stand here: anywhere from the log's start to its end. */
  holds(position: number): boolean {
    return position >= this.#start && position <= this.#end;
  }

  /**
   * Appends one record batch and returns its base offset.
   *
   * @throws BrokerError when a record of a compacted topic has no key
   */
  append(records: readonly OutgoingRecord[], { clientNow, now, transactional }: AppendContext): number {
    const append = transactional && { ...transactional.mark, sequence: transactional.sequence };
    const repeated = append && this.#sequences.find(append);
    if (repeated !== undefined) return repeated;
    if (this.#settings.cleanup === "compact") this.#requireKeys(records);
    const baseOffset = this.#end;
    const mark = transactional?.mark;
    if (mark !== undefined && !this.#open.has(mark)) this.#open.set(mark, baseOffset);
    if (append !== undefined) this.#sequences.remember(append, baseOffset);
    const stamped = this.#settings.appendTime ? records.map((record) => ({ ...record, timestamp: now })) : records;
    this.#push(dataBatch(baseOffset, stamped, clientNow, now, mark), now);
    return baseOffset;
  }

  /** Writes the control record of a transaction; nothing happens if it never wrote here or has ended. */
  endTransaction(mark: TransactionMark, marker: "commit" | "abort", now: number): void {
    if (this.#open.delete(mark)) this.#push(controlBatch(this.#end, marker, now, mark), now);
  }

  /** Committed records from a position that the log holds. */
  read(from: number, maxRecords: number): LogRead {
    const endOffset = this.stableEnd;
    return { ...readCommitted(this.#batches, from, endOffset, maxRecords), endOffset };
  }

  /** First offset of a record at or after the timestamp; the last stable offset where there is none. */
  offsetAt(timestamp: number): number {
    const { stableEnd } = this;
    for (const batch of this.#batches) {
      if (Math.max(batch.baseOffset, this.#start) >= stableEnd) break; // the start may lie inside the first batch
      if (batch.records.length === 0 || batch.latestTimestamp < timestamp) continue;
      return batch.records.find((record) => record.timestamp >= timestamp)!.offset;
    }
    return stableEnd;
  }

  /** Forgets and frees what lies before `offset`, at most everything. */
  deleteBefore(offset: number): void {
    const start = Math.min(offset, this.#end);
    if (start <= this.#start) return;
    this.#start = start;
    while (this.#batches.length > 0 && this.#batches.at(0).nextOffset <= start) this.#dropFirst();
    if (this.#batches.length > 0 && this.#batches.at(0).baseOffset < start) this.#trimFirst();
    this.#waiters.wake();
  }

  /** Drops whole settled batches from the front while they exceed the topic's limits of age or size. */
  enforceRetention(now: number): void {
    const { cleanup, retentionBytes, retentionMs } = this.#settings;
    if (cleanup === "compact") return;
    const { stableEnd } = this;
    let bytes = this.#bytes;
    let start = this.#start;
    for (const batch of this.#batches) {
      const latest = batch.marker === undefined ? batch.latestTimestamp : batch.appendedAt;
      const expendable = latest < now - retentionMs || bytes - batch.bytes >= retentionBytes;
      if (!expendable || batch.nextOffset > stableEnd) break;
      bytes -= batch.bytes;
      start = batch.nextOffset;
    }
    this.deleteBefore(start);
  }

  /** Compacts everything below the last stable offset, if the topic is a compacted one. */
  compact(now: number): void {
    if (this.#settings.cleanup !== "compact") return;
    const settled = this.#batches.indexAt(this.stableEnd);
    const all = [...this.#batches];
    const kept = compacted(all.slice(0, settled), now - this.#settings.deleteRetentionMs);
    this.#batches.replaceAll([...kept, ...all.slice(settled)]);
    this.#bytes = 0;
    for (const batch of this.#batches) this.#bytes += batch.bytes;
    this.#dirtyBytes = 0;
    this.#dirtyRecords = 0;
  }

  /** Calls back once when the log's start or its last stable offset may have moved. Returns a way to give up. */
  onChange(callback: () => void): () => void {
    return this.#waiters.add(callback);
  }

  #push(batch: StoredBatch, now: number): void {
    this.#batches.push(batch);
    this.#end = batch.nextOffset;
    this.#bytes += batch.bytes;
    this.#dirtyBytes += batch.bytes;
    this.#dirtyRecords += batch.nextOffset - batch.baseOffset;
    if (this.#isDirty()) this.compact(now);
    this.enforceRetention(now);
    this.#waiters.wake();
  }

  /** Compacting only when the log has grown by its own share keeps the cost of an append constant on average. */
  #isDirty(): boolean {
    if (this.#dirtyBytes < COMPACTION_BYTES_MIN && this.#dirtyRecords < COMPACTION_RECORDS_MIN) return false;
    return this.#dirtyBytes >= this.#settings.dirtyRatio * this.#bytes;
  }

  #dropFirst(): void {
    this.#bytes -= this.#batches.at(0).bytes;
    this.#batches.dropFirst();
  }

  #trimFirst(): void {
    const first = this.#batches.at(0);
    const trimmed = withRecords(first, recordsFrom(first, this.#start));
    this.#bytes -= first.bytes - trimmed.bytes;
    this.#batches.replaceFirst(trimmed);
  }

  #requireKeys(records: readonly OutgoingRecord[]): void {
    if (records.every(({ key }) => key !== undefined && key !== null)) return;
    throw new BrokerError(`topic "${this.topic}" is compacted: give every record a key`);
  }
}
