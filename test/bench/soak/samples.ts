import type { Commit } from "../../../bench/soak/messages.js";
import type { SoakOutcome } from "../../../bench/soak/run-soak.js";
import type { Sample } from "../../../bench/soak/sample.js";

const MB = 1e6;

export function commitOf(changes: Partial<Commit> = {}): Commit {
  const figures = { at: 0, points: 50_000, ms: 100, stateMs: 2, bytes: 1000, stateBytes: 10 };
  return { type: "committed", ...figures, positions: {}, ...changes };
}

/** A sample of a run in which nothing goes wrong: 100,000 points/s, ten commits of 100 ms between two samples. */
export function sampleAt(at: number, changes: Partial<Sample> = {}): Sample {
  return {
    at,
    phase: "load",
    learned: 100_000 * at,
    lag: 25_000,
    lagOffsets: 25_000,
    labels: 100_000 * at,
    memory: { resident: 200 * MB, heap: 60 * MB, external: 20 * MB },
    processor: 800 * at,
    commits: Array.from({ length: 10 }, () => commitOf()),
    ...changes,
  };
}

/** A soak of half an hour, with a sample every five seconds. */
export function outcomeOf(change: (at: number) => Partial<Sample>, changes: Partial<SoakOutcome> = {}): SoakOutcome {
  const samples = Array.from({ length: 361 }, (_, i) => sampleAt(5 * i, change(5 * i)));
  const counts = [{ partition: 0, points: 1000, labels: 1000, lost: 0, doubled: 0 }];
  const rests = [450, 1800].map((at) => ({ at, memory: { resident: 200 * MB, heap: 25 * MB, external: 4 * MB } }));
  return {
    fullSpeed: 125_000,
    fed: 100_000,
    heldMs: 0,
    samples,
    rests,
    counts,
    offsetsBehind: 0,
    dropped: [],
    ...changes,
  };
}
