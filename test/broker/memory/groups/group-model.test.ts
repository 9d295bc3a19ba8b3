import fc from "fast-check";
import { expect, it } from "vitest";
import { Group, type JoinReply } from "../../../../src/broker/memory/groups/group.js";
import { VirtualClock } from "../support/virtual-clock.js";

const SESSION_MS = 100;
const PARTITIONS = 5;

/** A client as it should be: joins when told to, remembers since when it has been active. */
class ModelMember {
  readonly #group: Group;
  readonly #assignment: "all-to-one" | "spread";
  id: string;
  latest: JoinReply | undefined;
  since: number | undefined;
  joined = false;
  isSilent = false;
  #lives = 0;

  constructor(group: Group, assignment: "all-to-one" | "spread", name: string) {
    this.#group = group;
    this.#assignment = assignment;
    this.id = name;
  }

  join(): void {
    this.joined = true;
    const since = this.since === undefined ? {} : { since: this.since };
    const identity = { memberId: `${this.id}.${this.#lives}`, clientId: this.id };
    const what = { topics: ["t"], assignment: this.#assignment, sessionTimeoutMs: SESSION_MS };
    this.#group.join({ ...identity, ...what, ...since }, (reply) => {
      this.latest = reply;
      this.since = reply.partitions.length > 0 ? (this.since ?? reply.generation) : undefined;
    });
  }

  leave(): void {
    this.#group.leave(`${this.id}.${this.#lives}`);
    this.#forget();
    this.joined = false;
  }

  beat(): void {
    if (!this.joined || this.isSilent) return;
    const answer = this.#group.heartbeat(`${this.id}.${this.#lives}`, this.latest?.generation ?? -1);
    if (answer === "unknown member") this.#forget();
    if (answer !== "ok") this.join();
  }

  #forget(): void {
    this.latest = undefined;
    this.since = undefined;
    this.#lives += 1;
  }
}

const action = fc.record({
  member: fc.nat(3),
  do: fc.constantFrom("join" as const, "leave" as const, "silence" as const, "wake" as const, "rebalance" as const),
  waitMs: fc.integer({ min: 0, max: 3 * SESSION_MS }),
});

async function pass(clock: VirtualClock, members: readonly ModelMember[], ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 10) {
    await clock.advance(Math.min(10, left));
    for (const member of members) member.beat();
  }
}

it.each(["all-to-one", "spread"] as const)(
  "%s: after any history the living share all partitions",
  async (assignment) => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 15 }), async (actions) => {
        const clock = new VirtualClock();
        const partitionCount = () => PARTITIONS;
        const group = new Group({ name: "g", scheduler: clock.scheduler, observe: () => {}, partitionCount });
        const members = ["a", "b", "c", "d"].map((name) => new ModelMember(group, assignment, name));
        for (const { member: index, do: what, waitMs } of actions) {
          const member = members[index]!;
          if (what === "join" && !member.joined && !member.isSilent) member.join();
          else if (what === "leave" && !member.isSilent) member.leave();
          else if (what === "silence") member.isSilent = true;
          else if (what === "wake") member.isSilent = false;
          else if (what === "rebalance") group.rebalance();
          await pass(clock, members, waitMs);
        }
        await pass(clock, members, 5 * SESSION_MS);
        const living = members.filter(({ joined, isSilent }) => joined && !isSilent);
        const owned = living.map(({ latest }) => latest!.partitions.map(({ partition }) => partition));
        expect(owned.flat().sort()).toEqual(living.length === 0 ? [] : [0, 1, 2, 3, 4]);
        expect(new Set(living.map(({ latest }) => latest!.generation)).size).toBeLessThanOrEqual(1);
        const owners = owned.filter(({ length }) => length > 0).length;
        expect(owners).toBe(assignment === "all-to-one" ? Math.min(1, living.length) : living.length);
        await expectSticky(clock, group, members, assignment);
      }),
      { numRuns: 100 },
    );
  },
);

/** Whoever is active stays so through every further rebalance. */
async function expectSticky(clock: VirtualClock, group: Group, members: readonly ModelMember[], assignment: string) {
  if (assignment === "spread") return;
  const owner = () => members.find(({ joined, isSilent, latest }) => joined && !isSilent && latest?.partitions.length);
  const before = owner();
  for (const member of members) {
    if (!member.joined && !member.isSilent) member.join();
    group.rebalance();
    await pass(clock, members, 50);
  }
  if (before !== undefined) expect(owner()).toBe(before);
}
