import type { SchedulerLike, Subscriber } from "rxjs";
import type { Broker, SourceBatch, SourceEvent } from "../../broker/broker.js";
import { BrokerError } from "../../broker/errors.js";
import { Merge, type Run } from "./merge.js";
import type { Pace } from "./pace.js";
import { PartitionCursor } from "./partition-cursor.js";
import type { ReplayBounds } from "./replay-bounds.js";

export interface MergeSettings {
  /** Reads the input; nothing else of it is used. */
  readonly broker: Broker;
  readonly topic: string;
  readonly bounds: ReplayBounds;
  readonly pace: Pace;
  readonly scheduler: SchedulerLike;
  /** Records in a batch at most. */
  readonly batchRecords: number;
  /** Records given out and not acknowledged at most; a batch may go beyond. */
  readonly maxOpen: number;
  /** Called when everything was given out that was not acknowledged before; again after each further join. */
  readonly exhausted: () => void;
  /** Pause after a failed read, ms. */
  readonly retryMs: number;
}

/** One subscription to a {@link MergingSource}: gives out the merged input once every partition was sought. */
export class MergeSession {
  readonly #settings: MergeSettings;
  readonly #subscriber: Subscriber<SourceEvent>;
  readonly #nextEpoch: () => number;
  #epoch = 0;
  /** Where the next batch of a partition begins; partitions that were not sought since the join are absent. */
  #positions = new Map<number, number>();
  /** Changes with every join and seek: what was begun before is stale. */
  #course = 0;
  #open = 0;
  #wake = () => {};
  #interrupt = () => {};

  constructor(settings: MergeSettings, subscriber: Subscriber<SourceEvent>, nextEpoch: () => number) {
    this.#settings = settings;
    this.#subscriber = subscriber;
    this.#nextEpoch = nextEpoch;
  }

  /** All partitions are ours: nobody else reads a replay. */
  join(): void {
    this.#turn();
    this.#positions = new Map();
    const course = this.#course;
    this.#settings.scheduler.schedule(() => {
      if (course !== this.#course) return;
      this.#epoch = this.#nextEpoch();
      const partitions = this.#partitions.map((partition) => ({ topic: this.#settings.topic, partition }));
      this.#subscriber.next({ type: "assigned", epoch: this.#epoch, partitions });
    });
  }

  seek(partition: number, offset: number): void {
    this.#turn();
    this.#positions.set(partition, offset);
    if (this.#positions.size === this.#partitions.length) void this.#run(this.#course);
  }

  end(): void {
    this.#turn();
  }

  get #partitions(): number[] {
    return this.#settings.bounds.ends.map((_, partition) => partition);
  }

  #turn(): void {
    this.#course++;
    this.#open = 0;
    this.#wake();
    this.#interrupt();
  }

  #isStale(course: number): boolean {
    return course !== this.#course;
  }

  async #run(course: number): Promise<void> {
    const merge = new Merge(this.#partitions.map((partition) => this.#cursor(partition)));
    try {
      if (await this.#overtaken(course)) return;
      await this.#deliver(merge, course);
      if (this.#isStale(course)) return;
      for (const partition of this.#partitions) this.#finish(partition, course);
      this.#settings.exhausted();
    } catch (error) {
      await this.#recover(error, course);
    } finally {
      await merge.close().catch(() => undefined);
    }
  }

  #cursor(partition: number): PartitionCursor {
    const { bounds, broker, topic } = this.#settings;
    const where = { topic, partition };
    return new PartitionCursor(where, this.#positions.get(partition)!, bounds.ends[partition]!, (from) =>
      broker.readToEnd(where, from),
    );
  }

  async #deliver(merge: Merge, course: number): Promise<void> {
    const { batchRecords, maxOpen, pace, scheduler } = this.#settings;
    for (;;) {
      const timestamp = await merge.next();
      if (timestamp === undefined || this.#isStale(course)) return;
      await this.#sleep(pace.wait(timestamp, scheduler.now()));
      while (this.#open >= maxOpen && !this.#isStale(course)) await this.#woken();
      if (this.#isStale(course)) return;
      this.#give(merge.take(batchRecords, pace.reached(scheduler.now())), course);
    }
  }

  #give({ partition, records }: Run, course: number): void {
    this.#emit(partition, records, records.at(-1)!.offset + 1, course);
  }

  /** Control records and gaps behind the last record. */
  #finish(partition: number, course: number): void {
    const end = this.#settings.bounds.ends[partition]!;
    if (this.#positions.get(partition)! < end) this.#emit(partition, [], end, course);
  }

  #emit(partition: number, records: SourceBatch["records"], nextOffset: number, course: number): void {
    const { bounds, topic } = this.#settings;
    const fetchOffset = this.#positions.get(partition)!;
    this.#positions.set(partition, nextOffset);
    this.#open += records.length;
    let acknowledged = false;
    const ack = () => {
      if (acknowledged || this.#isStale(course)) return;
      acknowledged = true;
      this.#open -= records.length;
      this.#wake();
    };
    const endOffset = bounds.ends[partition]!;
    const where = { topic, partition, fetchOffset, nextOffset, endOffset };
    this.#subscriber.next({ type: "batch", epoch: this.#epoch, ...where, records, ack });
  }

  /** Tells of partitions whose next records retention has deleted. */
  async #overtaken(course: number): Promise<boolean> {
    const { bounds, broker, topic } = this.#settings;
    const positions = [...this.#positions].filter(([partition, position]) => position < bounds.ends[partition]!);
    const starts = await Promise.all(positions.map(([partition]) => broker.admin.bounds({ topic, partition })));
    if (this.#isStale(course)) return true;
    const gone = positions.filter(([, position], i) => starts[i]!.start > position);
    for (const [partition, position] of gone)
      this.#subscriber.next({ type: "out-of-range", partition: { topic, partition }, position });
    return gone.length > 0;
  }

  async #recover(error: unknown, course: number): Promise<void> {
    if (this.#isStale(course)) return;
    try {
      if (await this.#overtaken(course)) return;
    } catch {
      // The error that led here matters more.
    }
    if (this.#isStale(course)) return;
    if (!(error instanceof BrokerError && error.retriable)) {
      this.#subscriber.error(error);
      return;
    }
    this.#subscriber.next({ type: "trouble", error });
    await this.#sleep(this.#settings.retryMs);
    if (!this.#isStale(course)) void this.#run(course);
  }

  /** Until somebody acknowledges, or the course changes. */
  #woken(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Ends early when the course changes. */
  async #sleep(ms: number): Promise<void> {
    if (ms <= 0) return;
    await new Promise<void>((resolve) => {
      const timer = this.#settings.scheduler.schedule(() => resolve(), ms);
      this.#interrupt = () => {
        timer.unsubscribe();
        resolve();
      };
    });
  }
}
