import type { Subscription } from "rxjs";
import type { SourceOptions, TopicPartition } from "../../broker.js";
import { BrokerError } from "../../errors.js";
import type { Group, HeartbeatReply, JoinReply } from "../groups/group.js";
import type { Link, Outcome } from "./link.js";

export interface MemberContext {
  readonly link: Link;
  readonly group: Group;
  readonly clientId: string;
  /** A member id nobody has had. */
  readonly nextMemberId: () => string;
  readonly options: SourceOptions;
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly retryMs: number;
  readonly onJoined: (reply: JoinReply) => void;
  readonly onLost: () => void;
  readonly onTrouble: (error: Error) => void;
  readonly fail: (error: unknown) => void;
}

/** The client's side of group membership: joins, stays by heartbeats, joins again when asked or expelled, leaves. */
export class GroupMember {
  readonly #context: MemberContext;
  #memberId: string;
  #generation = -1;
  #since: number | undefined;
  /** Changes with every join and leave: replies to what was asked before are ignored. */
  #turn = 0;
  #heartbeats: Subscription | undefined;

  constructor(context: MemberContext) {
    this.#context = context;
    this.#memberId = context.nextMemberId();
  }

  join(): void {
    const { clientId, group, link, options, sessionTimeoutMs } = this.#context;
    const turn = this.#begin();
    const since = this.#since === undefined ? {} : { since: this.#since };
    const { topics, assignment } = options;
    const request = { memberId: this.#memberId, clientId, topics, assignment, sessionTimeoutMs, ...since };
    link.send<JoinReply>({
      call: { name: "join", group: options.group },
      effect: (done) => {
        try {
          group.join(request, (value) => done({ value }));
        } catch (error) {
          done({ error });
        }
      },
      settle: (outcome) => turn === this.#turn && this.#joined(outcome),
      repeats: true,
    });
  }

  /** Leaves and joins as a new member: another one may take over. */
  rejoin(): void {
    this.#leave(() => {
      this.#forget();
      this.joinAgain();
    });
  }

  /** Joins anew without leaving: what was assigned may change, a sticky owner keeps it. */
  joinAgain(): void {
    const turn = this.#begin();
    this.#context.onLost();
    if (turn === this.#turn) this.join(); // the subscriber may have left on hearing of the loss
  }

  leave(): void {
    this.#leave(() => {});
  }

  commit(positions: readonly (TopicPartition & { readonly offset: number })[]): Promise<void> {
    const { group, link, options } = this.#context;
    const call = { name: "commitPositions", group: options.group } as const;
    return link.call(call, () => group.commit(this.#memberId, this.#generation, positions));
  }

  #begin(): number {
    this.#heartbeats?.unsubscribe();
    return ++this.#turn;
  }

  /** A new member has no past: a `since` kept beyond expulsion would take the partitions from their new owner. */
  #forget(): void {
    this.#memberId = this.#context.nextMemberId();
    this.#since = undefined;
  }

  #joined(outcome: Outcome<JoinReply>): void {
    if ("error" in outcome) {
      this.#recover(outcome.error, () => this.join());
      return;
    }
    const { generation, partitions } = outcome.value;
    this.#generation = generation;
    this.#since = partitions.length === 0 ? undefined : (this.#since ?? generation);
    this.#beatLater();
    this.#context.onJoined(outcome.value);
  }

  #beatLater(): void {
    const { heartbeatIntervalMs, link } = this.#context;
    this.#heartbeats = link.after(heartbeatIntervalMs, () => this.#beat());
  }

  #beat(): void {
    const { group, link, options } = this.#context;
    const turn = this.#turn;
    link.send<HeartbeatReply>({
      call: { name: "heartbeat", group: options.group },
      effect: (done) => done({ value: group.heartbeat(this.#memberId, this.#generation) }),
      settle: (outcome) => turn === this.#turn && this.#beaten(outcome),
      repeats: false,
    });
  }

  #beaten(outcome: Outcome<HeartbeatReply>): void {
    if ("error" in outcome) this.#recover(outcome.error, () => this.#beat());
    else if (outcome.value === "ok") this.#beatLater();
    else {
      if (outcome.value === "unknown member") this.#forget();
      this.joinAgain();
    }
  }

  #leave(then: () => void): void {
    const { group, link, options } = this.#context;
    const turn = this.#begin();
    const memberId = this.#memberId;
    const effect = (done: (outcome: Outcome<void>) => void) => done({ value: group.leave(memberId) });
    const settle = () => turn === this.#turn && then();
    link.send({ call: { name: "leave", group: options.group }, effect, settle, repeats: true });
  }

  #recover(error: unknown, again: () => void): void {
    const { fail, link, onTrouble, retryMs } = this.#context;
    if (!(error instanceof BrokerError && error.retriable)) {
      fail(error);
      return;
    }
    const turn = this.#turn;
    onTrouble(error);
    if (turn === this.#turn) this.#heartbeats = link.after(retryMs, again);
  }
}
