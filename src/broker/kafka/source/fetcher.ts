import { AuthorizationError, type BrokerError, UnknownPartitionError } from "../../errors.js";
import { groupBy } from "../group-by.js";
import { CODE, ConnectionLostError, hasMoved, protocolError } from "../network/kafka-errors.js";
import type { Network } from "../network/network.js";
import { decodeRecordSet } from "../records/decode-record-set.js";
import { type FetchedPartition, type FetchResponse, fetchRequest } from "./fetch-request.js";
import type { PartitionCursor } from "./partition-cursor.js";

export interface FetcherOptions {
  readonly network: Network;
  /** Purpose of the connections that fetch. */
  readonly purpose: string;
  readonly onOutOfRange: (cursor: PartitionCursor, position: number) => void;
  readonly onTrouble: (error: Error) => void;
  readonly fail: (error: Error) => void;
}

/** What waits in memory at most, spread over the partitions. */
const TOTAL_BYTES = 32_000_000;
const PARTITION_BYTES = { least: 128_000, most: 1_000_000 };
const RESPONSE_BYTES = 8_000_000;
/** How long a broker with nothing new may hold its answer. */
const IDLE_WAIT_MS = 250;
/** Partitions that are not asked for may become hungry meanwhile: do not let them wait. */
const BUSY_WAIT_MS = 10;
const REST_MS = 200;

interface Request {
  readonly cursor: PartitionCursor;
  readonly offset: number;
  readonly seeks: number;
}

/** Fetches for all partitions of an assignment, one request at a time from each leader. */
export class Fetcher {
  readonly #options: FetcherOptions;
  readonly #cursors: readonly PartitionCursor[];
  readonly #partitionBytes: number;
  readonly #busy = new Set<number>();
  #isScheduled = false;
  #isLooking = false;
  /** Asked to look while looking: what has changed meanwhile was not seen. */
  #isMissed = false;
  #isStopped = false;
  #timer: NodeJS.Timeout | undefined;
  #turn = 0;

  constructor(cursors: readonly PartitionCursor[], options: FetcherOptions) {
    this.#cursors = cursors;
    this.#options = options;
    const share = Math.floor(TOTAL_BYTES / Math.max(1, cursors.length));
    this.#partitionBytes = Math.min(PARTITION_BYTES.most, Math.max(PARTITION_BYTES.least, share));
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  /** Looks for partitions to fetch, soon. */
  poke(): void {
    if (this.#isScheduled || this.#isStopped) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      void this.#look();
    });
  }

  #pokeLater(): void {
    clearTimeout(this.#timer);
    if (!this.#isStopped) this.#timer = setTimeout(() => this.poke(), REST_MS);
  }

  async #look(): Promise<void> {
    if (this.#isStopped) return;
    if (this.#isLooking) {
      this.#isMissed = true;
      return;
    }
    this.#isLooking = true;
    this.#isMissed = false;
    // One moment for the whole look: whoever rests at its beginning is looked at again, although the rest may be over
    // by its end (a timer may fire a millisecond before its time).
    const now = Date.now();
    const hungry = this.#cursors.filter(({ wanted }) => wanted !== undefined);
    const rested = hungry.filter(({ restUntil }) => restUntil <= now);
    try {
      const waitMs = hungry.length === this.#cursors.length ? IDLE_WAIT_MS : BUSY_WAIT_MS;
      const placed = await this.#place(rested);
      for (const [leader, cursors] of placed) if (!this.#busy.has(leader)) void this.#fetch(leader, cursors, waitMs);
    } finally {
      this.#isLooking = false;
    }
    if (this.#isMissed) this.poke();
    if (rested.length < hungry.length) this.#pokeLater();
  }

  async #place(cursors: readonly PartitionCursor[]): Promise<Map<number, PartitionCursor[]>> {
    const places: { readonly leader: number; readonly cursor: PartitionCursor }[] = [];
    for (const cursor of cursors) {
      try {
        places.push({ leader: await this.#options.network.leader(cursor.topic, cursor.partition), cursor });
      } catch (error) {
        this.#setAside(cursor, error as Error, cursor === cursors[0]);
      }
    }
    const groups = groupBy(places, ({ leader }) => leader);
    return new Map([...groups].map(([leader, group]) => [leader, group.map(({ cursor }) => cursor)]));
  }

  async #fetch(leader: number, cursors: readonly PartitionCursor[], waitMs: number): Promise<void> {
    this.#busy.add(leader);
    const requests = this.#rotated(cursors).flatMap((cursor): Request[] => {
      const { wanted } = cursor;
      return wanted === undefined ? [] : [{ cursor, ...wanted }];
    });
    try {
      if (requests.length > 0) await this.#distribute(await this.#ask(leader, requests, waitMs), requests);
    } catch (error) {
      for (const { cursor } of requests) this.#setAside(cursor, error as Error);
      if (!this.#isStopped) this.#options.onTrouble(error as Error);
    } finally {
      this.#busy.delete(leader);
      this.poke();
    }
  }

  /** The broker fills its answer in the order asked for: everybody is first once. */
  #rotated(cursors: readonly PartitionCursor[]): PartitionCursor[] {
    const start = this.#turn++ % cursors.length;
    return [...cursors.slice(start), ...cursors.slice(0, start)];
  }

  async #ask(leader: number, requests: readonly Request[], waitMs: number): Promise<FetchResponse> {
    const { network, purpose } = this.#options;
    const targets = requests.map(({ cursor: { topic, partition }, offset }) => ({ topic, partition, offset }));
    const limits = { waitMs, bytes: RESPONSE_BYTES, partitionBytes: this.#partitionBytes };
    const link = await network.link(leader, purpose);
    const answer = await link.send<FetchResponse>(fetchRequest(targets, limits), waitMs);
    if (answer.errorCode !== CODE.none) throw protocolError("fetching", answer.errorCode);
    return answer;
  }

  async #distribute({ partitions }: FetchResponse, requests: readonly Request[]): Promise<void> {
    const byName = new Map(requests.map((request) => [request.cursor.name, request]));
    for (const fetched of partitions) {
      const request = byName.get(`${fetched.topic}/${fetched.partition}`);
      if (request?.cursor.isCurrent(request.seeks)) await this.#deliver(request, fetched);
    }
  }

  async #deliver({ cursor, offset, seeks }: Request, fetched: FetchedPartition): Promise<void> {
    const { errorCode, aborted, set, lastStableOffset } = fetched;
    if (errorCode === CODE.offsetOutOfRange) return this.#options.onOutOfRange(cursor, cursor.halt());
    if (errorCode !== CODE.none)
      return this.#setAside(cursor, protocolError(`fetching ${cursor.name}`, errorCode), true);
    try {
      const decoded = await decodeRecordSet(set, { from: offset, aborted });
      if (cursor.isCurrent(seeks)) cursor.take(decoded, lastStableOffset);
    } catch (error) {
      this.#setAside(cursor, error as Error, true);
    }
  }

  /** Tried again after a rest: leaders move, brokers restart. A right that is missing is no such thing. */
  #setAside(cursor: PartitionCursor, error: Error, tell = false): void {
    if (this.#isStopped) return;
    const isFinal = error instanceof AuthorizationError || isUndecodable(error);
    if (isFinal) {
      this.#options.fail(error);
      return;
    }
    if (hasMoved(error) || error instanceof ConnectionLostError) this.#options.network.forgetTopic(cursor.topic);
    cursor.restUntil = Date.now() + REST_MS;
    if (tell) this.#options.onTrouble(error);
    this.#pokeLater();
  }
}

/** Fetched, and never to be understood however often it is fetched: a codec is missing, or the format is too old. */
const isUndecodable = (error: Error): boolean =>
  (error as Partial<BrokerError>).retriable === false && !(error instanceof UnknownPartitionError);
