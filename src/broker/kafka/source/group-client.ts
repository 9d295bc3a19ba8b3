import type { TopicPartition } from "../../broker.js";
import { groupBy } from "../group-by.js";
import { CODE, failOn, protocolError } from "../network/kafka-errors.js";
import type { Link } from "../network/link.js";
import { COORDINATOR, type Network } from "../network/network.js";

/** A member's place in one generation of its group. */
export interface Membership {
  readonly memberId: string;
  readonly generationId: number;
}

export interface JoinRequest {
  readonly memberId: string;
  readonly protocol: string;
  readonly metadata: Buffer;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
}

export interface Joined extends Membership {
  readonly isLeader: boolean;
  /** For the leader: everybody. */
  readonly members: readonly { readonly memberId: string; readonly memberMetadata: Buffer }[];
}

interface JoinResponse extends Joined {
  readonly errorCode: number;
  readonly leaderId: string;
}

/** The requests of the group protocol, on a connection of its own: a join waits for others, a heartbeat must not. */
export class GroupClient {
  readonly #network: Network;
  readonly #group: string;
  readonly #purpose: string;

  constructor(network: Network, group: string, purpose: string) {
    this.#network = network;
    this.#group = group;
    this.#purpose = purpose;
  }

  async join(request: JoinRequest): Promise<Joined> {
    const first = await this.#join(request, request.memberId);
    const answer = first.errorCode === CODE.memberIdRequired ? await this.#join(request, first.memberId) : first;
    failOn(`joining group ${this.#group}`, answer.errorCode);
    const { memberId, generationId, leaderId, members } = answer;
    return { memberId, generationId, members, isLeader: leaderId === memberId };
  }

  /** @param assignments of everybody, from the leader; else empty */
  async sync(
    { memberId, generationId }: Membership,
    assignments: readonly { readonly memberId: string; readonly memberAssignment: Buffer }[],
    waitMs: number,
  ): Promise<Buffer | null> {
    const args = { groupId: this.#group, generationId, memberId, groupAssignment: assignments };
    const answer = await this.#call((link) =>
      link.request<{ errorCode: number; memberAssignment: Buffer | null }>("SyncGroup", args, waitMs),
    );
    failOn(`taking part in group ${this.#group}`, answer.errorCode);
    return answer.memberAssignment;
  }

  async heartbeat({ memberId, generationId }: Membership): Promise<void> {
    const args = { groupId: this.#group, groupGenerationId: generationId, memberId };
    const { errorCode } = await this.#call((link) => link.request<{ errorCode: number }>("Heartbeat", args));
    failOn(`heartbeat in group ${this.#group}`, errorCode);
  }

  async leave(memberId: string): Promise<void> {
    const args = { groupId: this.#group, memberId, members: [{ memberId }] };
    await this.#call((link) => link.request("LeaveGroup", args));
  }

  /** @throws BrokerError when the group does not know this member (any more) */
  async commit(
    { memberId, generationId }: Membership,
    positions: readonly (TopicPartition & { readonly offset: number })[],
  ): Promise<void> {
    const topics = [...groupBy(positions, ({ topic }) => topic)].map(([topic, of]) => ({
      topic,
      partitions: of.map(({ partition, offset }) => ({ partition, offset: String(offset) })),
    }));
    const args = { groupId: this.#group, groupGenerationId: generationId, memberId, topics };
    const { responses } = await this.#call((link) =>
      link.request<{ responses: { partitions: { errorCode: number }[] }[] }>("OffsetCommit", args),
    );
    const failed = responses.flatMap(({ partitions }) => partitions).find(({ errorCode }) => errorCode !== CODE.none);
    if (failed !== undefined) throw protocolError(`committing positions to group ${this.#group}`, failed.errorCode);
  }

  #join(request: JoinRequest, memberId: string): Promise<JoinResponse> {
    const { protocol, metadata, sessionTimeoutMs, rebalanceTimeoutMs } = request;
    const args = {
      groupId: this.#group,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: rebalanceTimeoutMs,
      memberId,
      protocolType: "consumer",
      groupProtocols: [{ name: protocol, metadata }],
    };
    return this.#call((link) => link.request<JoinResponse>("JoinGroup", args, rebalanceTimeoutMs));
  }

  #call<T>(work: (link: Link) => Promise<T>): Promise<T> {
    return this.#network.withCoordinator(COORDINATOR.group, this.#group, this.#purpose, async (link) => {
      const answer = await work(link);
      const { errorCode } = answer as { errorCode?: number };
      if (errorCode === CODE.notCoordinator || errorCode === CODE.coordinatorNotAvailable)
        failOn(`asking the coordinator of group ${this.#group}`, errorCode);
      return answer;
    });
  }
}

/** Positions committed to a group, by partition of the topic; uncommitted ones are absent. */
export async function fetchPositions(
  network: Network,
  group: string,
  topic: string,
  partitions: readonly number[],
): Promise<Map<number, number>> {
  const topics = [{ topic, partitions: partitions.map((partition) => ({ partition })) }];
  const what = `reading positions of group ${group}`;
  return network.persist(() =>
    network.withCoordinator(COORDINATOR.group, group, "main", async (link) => {
      const { responses, errorCode } = await link.request<{
        errorCode: number;
        responses: { partitions: { partition: number; offset: string; errorCode: number }[] }[];
      }>("OffsetFetch", { groupId: group, topics });
      failOn(what, errorCode);
      const found = responses.flatMap((response) => response.partitions);
      for (const { errorCode: code } of found) if (code !== CODE.unknownTopicOrPartition) failOn(what, code);
      const committed = found.filter(({ offset }) => Number(offset) >= 0);
      return new Map(committed.map(({ partition, offset }) => [partition, Number(offset)]));
    }),
  );
}
