import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { hasJvmKafka } from "../support/kafka/kafka-brokers.js";
import { SESSION_TIMEOUT_MS } from "./app-config.js";
import type { Bug } from "./bugs.js";
import type { Fleet } from "./fleet.js";
import type { Instance } from "./instance.js";
import { runChaos } from "./run-chaos.js";
import type { Striker, Targets } from "./strike.js";

const TIMEOUT_MS = 300_000;
/** A bug may keep the app from ever coming to what the script waits for. */
const SCRIPT_MS = 60_000;
const ACTIVE = { active: true, choice: 0 };
/** Just before the transaction is asked to commit: everything is appended. */
const BEFORE_COMMIT = 0.84;

/** When it is in two: the first has gone through, and the second has nothing yet. */
const BETWEEN_COMMITS = 0.93;

type Script = (targets: Targets, striker: Striker) => Promise<void>;

/** For each bug the trouble in which it shows, and a word of what is then found. */
const CASES: Readonly<Partial<Record<Bug, { readonly script: Script; readonly found: RegExp }>>> = {
  "no-fence": { script: ambushed, found: /doubled|unit|journal/ },
  "restore-before-fencing": { script: lateCommit, found: /doubled|unit|journal/ },
  "group-offsets": { script: killedAt(0.99), found: /doubled|unit|journal/ },
  "positions-outside-transaction": { script: killedAt(BETWEEN_COMMITS), found: /doubled|unit|journal/ },
  "zombie-fences-again": { script: stalledInCommit, found: /without joining first/ },
  "shrinking-parts-mixed": { script: killedUntilNoticed, found: /state|unit/i },
  "seek-back-on-gap": { script: heldUp, found: /of calm/ },
  "unknown-partition-ignored": { script: grown, found: /lost/ },
  "aborted-filter-forgets": { script: heldUp, found: /no committed input/ },
};

/** Minutes of trouble, and some luck: `npm run chaos:bugs`. */
const isWanted = process.env.CHAOS_BUGS === "1" && hasJvmKafka();

describe.skipIf(!isWanted)("a bug planted in the Kafka path", () => {
  for (const [bug, { script, found }] of Object.entries(CASES))
    it(`is found, in three tries: ${bug}`, { timeout: TIMEOUT_MS, retry: 2 }, async () => {
      const { violations } = await runChaos({
        seed: 1,
        minutes: 0.2,
        points: 12_000,
        nodes: 1,
        calmMs: 20_000,
        bug: bug as Bug,
        script: (targets, striker) => Promise.race([script(targets, striker), sleep(SCRIPT_MS)]),
      });
      expect(violations.join("\n")).toMatch(found);
    });
});

/** Some work, so that there is a state to go on with. */
async function settled({ fleet }: Targets): Promise<Instance> {
  for (let commits = 0; commits < 2; commits++) await fleet.next(({ type }) => type === "committed");
  return fleet.next(({ type }) => type === "committed");
}

/** What gathers meanwhile begins with an aborted transaction in one partition or another. */
async function heldUp(targets: Targets, striker: Striker): Promise<void> {
  for (let i = 0; i < 8; i++) {
    // A partition that is stuck already may be the only one that anything came to.
    await Promise.race([settled(targets), sleep(SESSION_TIMEOUT_MS / 2)]);
    await striker.strike({ kind: "stall", victim: ACTIVE, ms: SESSION_TIMEOUT_MS / 2 });
  }
}

/** Killed within a commit, three times. */
function killedAt(moment: number): Script {
  return async (targets, striker) => {
    for (let i = 0; i < 3; i++) {
      await settled(targets);
      await striker.strike({ kind: "kill", victim: ACTIVE, moment });
    }
    await takeOver(targets.fleet);
  };
}

/** Until a member says that something is wrong: whether parts are left over when it restores is a matter of luck. */
async function killedUntilNoticed(targets: Targets, striker: Striker): Promise<void> {
  const { fleet } = targets;
  for (let i = 0; i < 8 && fleet.chronicle.complaints.length === 0; i++) {
    await Promise.race([settled(targets), sleep(SESSION_TIMEOUT_MS)]);
    const successor = takeOver(fleet);
    await striker.strike({ kind: "kill", victim: ACTIVE });
    await Promise.race([successor, sleep(2 * SESSION_TIMEOUT_MS)]);
    await sleep(500);
  }
}

async function ambushed(targets: Targets, striker: Striker): Promise<void> {
  await settled(targets);
  await striker.strike({ kind: "ambush", moment: 0, ms: 2 * SESSION_TIMEOUT_MS });
}

/** It wakes when its successor has fenced it. */
async function stalledInCommit(targets: Targets, striker: Striker): Promise<void> {
  await settled(targets);
  await striker.strike({ kind: "stall", victim: ACTIVE, moment: BEFORE_COMMIT, ms: 2 * SESSION_TIMEOUT_MS });
  await sleep(SESSION_TIMEOUT_MS);
}

/**
 * The predecessor stalls with everything appended, and commits while its successor restores. With the bug that says so
 * before it restores; the delay of the link gives it time to.
 */
async function lateCommit(targets: Targets): Promise<void> {
  const { cluster, fleet } = targets;
  for (const waitMs of [600, 1000, 1400]) {
    const active = await settled(targets);
    active.arm({ signal: "SIGSTOP", moment: BEFORE_COMMIT, until: Date.now() + SESSION_TIMEOUT_MS });
    const successor = takeOver(fleet);
    await sleep(1000);
    cluster.proxies[0]!.delay(100);
    await successor;
    await sleep(waitMs);
    active.wake();
    await sleep(2000);
    cluster.proxies[0]!.delay(0);
  }
}

async function grown(targets: Targets, striker: Striker): Promise<void> {
  await settled(targets);
  await striker.strike({ kind: "grow" });
  await sleep(SESSION_TIMEOUT_MS);
}

/** Another member than the one that works now fences it. */
function takeOver(fleet: Fleet): Promise<Instance> {
  const active = fleet.members.find(({ isActive }) => isActive);
  return fleet.next(({ type }, who) => type === "fenced-others" && who !== active);
}
