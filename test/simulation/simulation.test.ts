import { describe, expect, it } from "vitest";
import { replayCommand } from "./arguments.js";
import { runSimulation } from "./run-simulation.js";
import { Trace } from "./trace.js";
import { AS_IT_IS } from "./world.js";

const SEEDS = 300;
const BASE = 1;

describe("simulation", () => {
  it(`finds every record learned once and labelled once, whatever happens, in ${SEEDS} seeds`, async () => {
    const failed: string[] = [];
    let units = 0;
    for (let seed = BASE; seed < BASE + SEEDS; seed++) {
      const outcome = await runSimulation(seed);
      units += outcome.units;
      if (outcome.violations.length > 0) failed.push(`${replayCommand(seed, undefined)}: ${outcome.violations[0]}`);
    }
    expect(failed).toEqual([]);
    expect(units).toBeGreaterThan(5 * SEEDS);
  });

  it("does not take the late end of fencing that an earlier assignment called for as fencing after an error", async () => {
    const trace = new Trace({ keep: true });
    const { violations } = await runSimulation(41004948, AS_IT_IS, trace);
    const whats = trace.lines.map(describeLine).map(({ what }) => what);
    expect(whats.indexOf("fenced-others")).toBeGreaterThan(whats.indexOf("dropped"));
    expect(violations).toEqual([]);
  });

  it("lives through a seed in the same way every time", async () => {
    for (const seed of [3, 14, 159]) {
      const traces = [new Trace({ digest: true }), new Trace({ digest: true })];
      const outcomes = [];
      for (const trace of traces) outcomes.push(await runSimulation(seed, AS_IT_IS, trace));
      expect(outcomes[1]!.steps).toBe(outcomes[0]!.steps);
      expect(traces[1]!.digest()).toBe(traces[0]!.digest());
    }
  });

  it("provokes what it claims to", async () => {
    const seen = new Map<string, number>();
    for (let seed = 1000; seed < 1080; seed++) {
      const trace = new Trace({ keep: true });
      await runSimulation(seed, AS_IT_IS, trace);
      for (const { what } of trace.lines.map(describeLine)) seen.set(what, (seen.get(what) ?? 0) + 1);
    }
    const provoked = [...TROUBLES].filter((trouble) => (seen.get(trouble) ?? 0) === 0);
    expect(provoked).toEqual([]);
  });
});

/** Everything that has to happen to somebody within some tens of seeds. */
const TROUBLES = [
  "crash",
  "stall",
  "exit",
  "stopped",
  "lost",
  "expelled",
  "generation",
  "assigned kept",
  "fenced",
  "dropped",
  "restored",
  "genesis",
  "partition-added",
  "retention-overtook",
  "dead-letter",
  "flushed",
  "model-ready",
  "trouble",
  "transaction aborted by successor",
  "transaction aborted by writer",
  "no reply to commit",
];

function describeLine(line: string): { readonly what: string } {
  const event = JSON.parse(line.slice(line.indexOf("{")));
  const { type, kept, fate, by, error } = event as Record<string, string | boolean | undefined>;
  if (type === "assigned" && kept) return { what: "assigned kept" };
  if (type === "transaction") return { what: `transaction ${fate} by ${by}` };
  if (type === "dropped" && String(error).startsWith("no reply to commit")) return { what: "no reply to commit" };
  return { what: String(type) };
}
