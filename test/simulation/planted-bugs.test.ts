import { describe, expect, it } from "vitest";
import { BUGS, type Bug } from "./bugs.js";
import { runSimulation } from "./run-simulation.js";

const SEEDS = 200;

/** The first seed that finds a bug, and what it says. */
async function firstFinding(bug: Bug): Promise<{ readonly seed: number; readonly violation: string } | undefined> {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { violations } = await runSimulation(seed, BUGS[bug]());
    if (violations.length > 0) return { seed, violation: violations[0]! };
  }
  return undefined;
}

describe(`within ${SEEDS} seeds the simulation finds the planted bug`, () => {
  for (const [bug, symptom] of Object.entries({
    "no-fence": /journal: unit \d+ where \d+ was due/,
    "restore-before-fencing": /journal: unit \d+ where \d+ was due/,
    "group-offsets": /was learned at position/,
    "positions-outside-transaction": /journal: unit \d+ where \d+ was due|exit/,
    "alerts-outside-transaction": /alerts of partition/,
    "events-forgotten": /events of snapshots and state/,
    "zombie-fences-again": /fenced others after an error without joining first/,
    "shrinking-parts-mixed": /StateError/,
    "seek-back-on-gap": /busy for ever|stuck/,
    "unknown-partition-ignored": /labels of partition/,
  } satisfies Record<Bug, RegExp>)) {
    it(bug, async () => {
      const finding = await firstFinding(bug as Bug);
      expect(finding?.violation).toMatch(symptom);
    });
  }
});
