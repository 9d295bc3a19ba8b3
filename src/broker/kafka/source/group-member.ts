import { setTimeout as sleep } from "node:timers/promises";
import type { SourceOptions, TopicPartition } from "../../broker.js";
import { AuthenticationError, AuthorizationError, BrokerError } from "../../errors.js";
import { assigners } from "../../groups/assigners.js";
import { CODE, codeOf } from "../network/kafka-errors.js";
import type { Network } from "../network/network.js";
import { GroupClient, type Joined, type Membership } from "./group-client.js";
import {
  byAge,
  decodeAssignment,
  decodeSubscription,
  encodeAssignment,
  encodeSubscription,
} from "./member-protocol.js";

export interface GroupMemberOptions {
  readonly network: Network;
  /** Purpose of the connection to the coordinator: nobody else uses it. */
  readonly purpose: string;
  readonly group: string;
  readonly topics: readonly string[];
  readonly assignment: SourceOptions["assignment"];
  readonly sessionTimeoutMs: number;
  readonly onJoined: (partitions: readonly TopicPartition[], counts: ReadonlyMap<string, number>) => void;
  readonly onLost: () => void;
  readonly onTrouble: (error: Error) => void;
  readonly fail: (error: Error) => void;
}

/** Soon enough for a standby to take over within a third of a second after the active member has left. */
const HEARTBEAT_MS = 300;
const RETRY_MS = 100;
const COMING_UP: ReadonlySet<number> = new Set([
  CODE.coordinatorLoading,
  CODE.coordinatorNotAvailable,
  CODE.notCoordinator,
]);
/** A coordinator that is still coming up after so long is worth a word. */
const PATIENCE_MS = 10_000;

/** What a member wants that its group does not know yet. */
type Wish = "none" | "join again" | "leave and join" | "leave";

/**
 * Membership in a consumer group: joins, distributes partitions when it is the group's leader, and stays by
 * heartbeats, which depend on nothing but the event loop. Whatever ends a membership leads to a new one until `leave`.
 */
export class GroupMember {
  readonly #options: GroupMemberOptions;
  readonly #client: GroupClient;
  #memberId = "";
  #membership: Membership | undefined;
  /** Generation since which this member has been active. */
  #since: number | undefined;
  #joined = Date.now();
  #wish: Wish = "none";
  #comingUpSince: number | undefined;
  #wake = new AbortController();

  constructor(options: GroupMemberOptions) {
    this.#options = options;
    this.#client = new GroupClient(options.network, options.group, options.purpose);
  }

  async run(): Promise<void> {
    const { network, onTrouble, fail } = this.#options;
    while (this.#wish !== "leave" && !network.signal.aborted) {
      try {
        await this.#liveOnce();
      } catch (error) {
        if (this.#isLeaving) break;
        if (isHopeless(error)) return fail(error as Error);
        this.#judge(error);
        if (!this.#isPassing(error)) onTrouble(error as Error);
        await this.#rest(RETRY_MS);
      }
    }
  }

  /** Leaves and joins anew: whoever stands by takes over. */
  rejoin(): void {
    this.#want("leave and join");
  }

  /** Joins the next generation and keeps its place: partitions were added. */
  joinAgain(): void {
    if (this.#wish === "none") this.#want("join again");
  }

  async leave(): Promise<void> {
    this.#want("leave");
    await this.#quit();
  }

  async commit(positions: readonly (TopicPartition & { readonly offset: number })[]): Promise<void> {
    if (this.#membership === undefined) throw new BrokerError(`not a member of group ${this.#options.group}`);
    await this.#client.commit(this.#membership, positions);
  }

  /** A wish may have come while something was waited for. */
  #wants(wish: Wish): boolean {
    return this.#wish === wish;
  }

  get #isLeaving(): boolean {
    return this.#wish === "leave" || this.#options.network.signal.aborted;
  }

  #want(wish: Wish): void {
    this.#wish = wish;
    if (wish === "leave") this.#options.network.closeLinks(this.#options.purpose); // a join may be waiting there
    this.#wake.abort();
  }

  /** One generation: join, take part, stay until it ends. */
  async #liveOnce(): Promise<void> {
    if (this.#wants("leave and join")) await this.#quit();
    if (!this.#wants("leave")) this.#wish = "none";
    this.#wake = new AbortController();
    const joined = await this.#join();
    this.#comingUpSince = undefined;
    const { partitions, counts } = await this.#takePart(joined);
    if (this.#wants("leave")) return;
    this.#since = partitions.length > 0 ? (this.#since ?? joined.generationId) : undefined;
    this.#membership = joined;
    this.#options.onJoined(partitions, counts);
    try {
      await this.#stay(joined);
    } finally {
      this.#membership = undefined;
      if (!this.#isLeaving) this.#options.onLost();
    }
  }

  async #join(): Promise<Joined> {
    const { topics, assignment, sessionTimeoutMs } = this.#options;
    const since = this.#since === undefined ? {} : { since: this.#since };
    const joined = await this.#client.join({
      memberId: this.#memberId,
      protocol: `mixtide-${assignment}`,
      metadata: encodeSubscription({ topics, joined: this.#joined, ...since }),
      sessionTimeoutMs,
      rebalanceTimeoutMs: sessionTimeoutMs,
    });
    this.#memberId = joined.memberId;
    return joined;
  }

  async #takePart(
    joined: Joined,
  ): Promise<{ partitions: readonly TopicPartition[]; counts: ReadonlyMap<string, number> }> {
    const { network, assignment, topics, sessionTimeoutMs } = this.#options;
    const candidates = joined.isLeader
      ? joined.members.map(({ memberId, memberMetadata }) => decodeSubscription(memberId, memberMetadata)).sort(byAge)
      : [];
    const names = [...new Set([...topics, ...candidates.flatMap((candidate) => candidate.topics)])];
    const metadata = await network.refresh(names);
    const counts = new Map(names.map((name) => [name, metadata.topics.get(name)?.length ?? 0]));
    const shares = assigners[assignment](candidates, (topic) => counts.get(topic) ?? 0);
    const assignments = [...shares].map(([memberId, partitions]) => ({
      memberId,
      memberAssignment: encodeAssignment(partitions),
    }));
    const share = await this.#client.sync(joined, assignments, sessionTimeoutMs);
    return { partitions: decodeAssignment(share), counts };
  }

  /** Resolves on a wish, throws when the generation is over. */
  async #stay(membership: Membership): Promise<void> {
    const { sessionTimeoutMs, onTrouble } = this.#options;
    const interval = Math.min(HEARTBEAT_MS, sessionTimeoutMs / 3);
    let heard = Date.now();
    while (this.#wish === "none") {
      await this.#rest(interval);
      if (this.#wish !== "none") return;
      try {
        await this.#client.heartbeat(membership);
        heard = Date.now();
      } catch (error) {
        const isOver = codeOf(error) !== undefined && !(error as BrokerError).retriable;
        if (isOver || Date.now() - heard > sessionTimeoutMs) throw error;
        onTrouble(error as Error);
      }
    }
  }

  /** Rebalances are daily business, and a coordinator takes its time to come up, at first in a cluster's life above all. */
  #isPassing(error: unknown): boolean {
    const code = codeOf(error);
    if (code === CODE.rebalanceInProgress) return true;
    const isComingUp = COMING_UP.has(code ?? CODE.none);
    if (!isComingUp) this.#comingUpSince = undefined;
    else this.#comingUpSince ??= Date.now();
    return isComingUp && Date.now() - this.#comingUpSince! < PATIENCE_MS;
  }

  /** What an error says of our place in the group. */
  #judge(error: unknown): void {
    const code = codeOf(error);
    if (code === CODE.rebalanceInProgress) return;
    // Expelled, or so long without a word that we must be: a successor may be at work.
    this.#since = undefined;
    // Of another generation (a join that was repeated arrived late) is a member still: joining under another name
    // would make the group wait a session timeout for the old one.
    if (code === CODE.unknownMember) this.#memberId = "";
  }

  async #quit(): Promise<void> {
    const memberId = this.#memberId;
    this.#memberId = "";
    this.#since = undefined;
    this.#joined = Date.now();
    this.#membership = undefined;
    if (memberId === "") return;
    try {
      await this.#client.leave(memberId);
    } catch {
      // The group finds out by itself after the session timeout.
    }
  }

  async #rest(ms: number): Promise<void> {
    try {
      await sleep(ms, undefined, { signal: AbortSignal.any([this.#wake.signal, this.#options.network.signal]) });
    } catch {
      // Woken by a wish.
    }
  }
}

const isHopeless = (error: unknown): boolean =>
  error instanceof AuthenticationError || error instanceof AuthorizationError;
