import type { SourceBatch, SourceEvent, TopicPartition } from "../../broker.js";
import { BrokerError } from "../../errors.js";
import type { LogRead, PartitionLog } from "../log/partition-log.js";
import type { Habits } from "./habits.js";
import type { Effect, Link, Outcome } from "./link.js";

export interface FetcherContext {
  readonly link: Link;
  readonly habits: Habits;
  readonly group: string;
  readonly epoch: number;
  readonly batchRecords: number;
  /** Pause after a failed fetch, ms. */
  readonly retryMs: number;
  readonly emit: (event: SourceEvent) => void;
  /** The source is beyond help. */
  readonly fail: (error: unknown) => void;
}

type Fetched = LogRead | "out of range";

/** Fetches one assigned partition batch by batch: the next one only after the last was acknowledged, or sought past. */
export class PartitionFetcher {
  readonly #context: FetcherContext;
  readonly #log: PartitionLog;
  readonly #target: TopicPartition;
  #position: number;
  /** Changes with every seek: a fetch that was begun before is stale. */
  #course = 0;
  #state: "idle" | "running" | "stopped" = "idle";
  #stopWaiting = () => {};

  constructor(context: FetcherContext, log: PartitionLog, position: number) {
    this.#context = context;
    this.#log = log;
    this.#target = { topic: log.topic, partition: log.partition };
    this.#position = position;
  }

  /** The offset the next batch is fetched from. */
  get position(): number {
    return this.#position;
  }

  start(): void {
    if (this.#state === "idle") this.#state = "running";
    if (this.#state === "running") this.#fetch();
  }

  seek(offset: number): void {
    this.#position = offset;
    this.#course += 1;
    this.#stopWaiting();
    if (this.#state === "running") this.#fetch();
  }

  /** No further fetch. What is under way may still arrive. */
  stop(): void {
    this.#state = "stopped";
    this.#stopWaiting();
  }

  #fetch(): void {
    const course = this.#course;
    const from = this.#position;
    const call = { name: "fetch", group: this.#context.group, ...this.#target } as const;
    const settle = (outcome: Outcome<Fetched>) => this.#receive(outcome, from, course);
    this.#context.link.send({ call, effect: this.#poll(from, course), settle, repeats: true });
  }

  /** A long poll at the broker: answers as soon as there are committed records at or behind the position. */
  #poll(position: number, course: number): Effect<Fetched> {
    return (done) => {
      let from = position;
      const look = () => {
        if (!this.#log.holds(from)) return done({ value: "out of range" });
        const read = this.#log.read(from, this.#context.batchRecords);
        if (read.records.length > 0) return done({ value: read });
        if (this.#isStale(course)) return; // nobody waits for the answer any more
        from = read.nextOffset; // only aborted records and markers so far: no need to look at them again
        this.#stopWaiting = this.#log.onChange(look);
      };
      look();
    };
  }

  #isStale(course: number): boolean {
    return course !== this.#course || this.#state !== "running";
  }

  #receive(outcome: Outcome<Fetched>, from: number, course: number): void {
    const { emit, habits } = this.#context;
    const isStale = this.#isStale(course);
    if (isStale && !habits.staleBatches) return;
    if ("error" in outcome) {
      if (!isStale) this.#recover(outcome.error);
    } else if (outcome.value === "out of range") {
      if (!isStale) emit({ type: "out-of-range", partition: this.#target, position: from });
    } else emit(this.#batch(outcome.value, from, course));
  }

  #batch(read: LogRead, fetchOffset: number, course: number): SourceBatch {
    const { epoch } = this.#context;
    let acknowledged = false;
    const ack = () => {
      if (acknowledged) return;
      acknowledged = true;
      if (this.#isStale(course)) return;
      this.#position = read.nextOffset;
      this.#fetch();
    };
    return { type: "batch", epoch, ...this.#target, fetchOffset, ...read, ack };
  }

  #recover(error: unknown): void {
    const { emit, fail, link, retryMs } = this.#context;
    if (!(error instanceof BrokerError && error.retriable)) {
      fail(error);
      return;
    }
    emit({ type: "trouble", error });
    const course = this.#course;
    link.after(retryMs, () => {
      if (!this.#isStale(course)) this.#fetch();
    });
  }
}
