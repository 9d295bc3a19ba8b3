import type { SchedulerLike, Subscription } from "rxjs";
import type { SourceOptions, TopicPartition } from "../../broker.js";
import { BrokerError } from "../../errors.js";
import { assigners } from "../../groups/assigners.js";
import type { ClusterObserver } from "../cluster-events.js";
import { GroupPositions } from "./group-positions.js";

export interface JoinRequest {
  readonly memberId: string;
  readonly clientId: string;
  readonly topics: readonly string[];
  readonly assignment: SourceOptions["assignment"];
  readonly sessionTimeoutMs: number;
  /** Generation since which the member has been active; absent for a standby. */
  readonly since?: number;
}

export interface JoinReply {
  readonly generation: number;
  readonly partitions: readonly TopicPartition[];
  /** How many partitions each of the member's topics had when they were assigned: what has grown since is not. */
  readonly partitionCounts: readonly number[];
}

export type HeartbeatReply = "ok" | "rebalancing" | "unknown member";

interface Member {
  request: JoinRequest;
  lastSeen: number;
  /** Set while the member waits for the group to complete a rebalance. */
  joining?: (reply: JoinReply) => void;
  session?: Subscription;
}

export interface GroupOptions {
  readonly name: string;
  readonly scheduler: SchedulerLike;
  readonly observe: ClusterObserver;
  readonly partitionCount: (topic: string) => number;
}

/** One consumer group: members, generations, and a rebalance that completes when every member has joined or is gone. */
export class Group {
  readonly positions = new GroupPositions();
  readonly #options: GroupOptions;
  readonly #members = new Map<string, Member>();
  #generation = 0;
  #rebalancing = false;

  constructor(options: GroupOptions) {
    this.#options = options;
  }

  /**
   * Joins, or joins again; `reply` is called when the rebalance is complete.
   *
   * @throws BrokerError when the group assigns differently
   */
  join(request: JoinRequest, reply: (reply: JoinReply) => void): void {
    this.#requireSameAssignment(request);
    const member = this.#members.get(request.memberId) ?? { request, lastSeen: 0 };
    member.request = request;
    member.joining = reply;
    this.#members.set(request.memberId, member);
    this.#touch(member);
    this.rebalance();
  }

  heartbeat(memberId: string, generation: number): HeartbeatReply {
    const member = this.#members.get(memberId);
    if (member === undefined) return "unknown member";
    this.#touch(member);
    return this.#rebalancing || generation !== this.#generation ? "rebalancing" : "ok";
  }

  leave(memberId: string): void {
    if (this.#members.has(memberId)) this.#remove(memberId);
  }

  /** @throws BrokerError unless the member belongs to the generation */
  commit(memberId: string, generation: number, positions: readonly (TopicPartition & { offset: number })[]): void {
    if (!this.#members.has(memberId) || generation !== this.#generation) {
      const state = this.#members.has(memberId) ? `is at generation ${this.#generation}` : "does not know the member";
      throw new BrokerError(
        `group "${this.#options.name}" ${state}: positions of generation ${generation} are refused`,
      );
    }
    this.positions.set(positions);
  }

  /** Asks every member to join again; they learn of it by their next heartbeat. */
  rebalance(): void {
    if (this.#members.size === 0) return;
    this.#rebalancing = true;
    if ([...this.#members.values()].every(({ joining }) => joining !== undefined)) this.#complete();
  }

  #complete(): void {
    this.#generation += 1;
    this.#rebalancing = false;
    const candidates = [...this.#members.values()].map(({ request }) => ({ ...request, id: request.memberId }));
    const assignments = assigners[candidates[0]!.assignment](candidates, this.#options.partitionCount);
    this.#report(assignments);
    const generation = this.#generation;
    for (const [id, member] of this.#members) {
      const reply = member.joining!;
      delete member.joining;
      this.#touch(member);
      const partitionCounts = member.request.topics.map((topic) => this.#options.partitionCount(topic));
      reply({ generation, partitions: assignments.get(id)!, partitionCounts });
    }
  }

  #remove(memberId: string): void {
    this.#members.get(memberId)?.session?.unsubscribe();
    this.#members.delete(memberId);
    this.rebalance();
  }

  #touch(member: Member): void {
    member.lastSeen = this.#options.scheduler.now();
    member.session ??= this.#watch(member, member.request.sessionTimeoutMs);
  }

  /** One timer a member, set again only when it fires: heartbeats cost nothing. */
  #watch(member: Member, delayMs: number): Subscription {
    return this.#options.scheduler.schedule(() => {
      const { memberId, clientId, sessionTimeoutMs } = member.request;
      const silentMs = this.#options.scheduler.now() - member.lastSeen;
      // A member waiting for the others is silent by nature.
      const left = member.joining === undefined ? sessionTimeoutMs - silentMs : sessionTimeoutMs;
      if (left > 0) {
        member.session = this.#watch(member, left);
        return;
      }
      this.#options.observe({ type: "expelled", group: this.#options.name, clientId });
      this.#remove(memberId);
    }, delayMs);
  }

  #requireSameAssignment({ assignment }: JoinRequest): void {
    for (const { request } of this.#members.values()) {
      if (request.assignment === assignment) return;
      throw new BrokerError(
        `group "${this.#options.name}" assigns "${request.assignment}", not "${assignment}": use another group id`,
      );
    }
  }

  #report(assignments: ReadonlyMap<string, readonly TopicPartition[]>): void {
    const byClient = new Map<string, TopicPartition[]>();
    for (const [id, { request }] of this.#members) {
      byClient.set(request.clientId, [...(byClient.get(request.clientId) ?? []), ...assignments.get(id)!]);
    }
    const { observe, name } = this.#options;
    observe({ type: "generation", group: name, generation: this.#generation, assignments: byClient });
  }
}
