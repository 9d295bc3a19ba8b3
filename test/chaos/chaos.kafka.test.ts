import { describe, expect, it } from "vitest";
import { hasJvmKafka } from "../support/kafka/kafka-brokers.js";
import { rerunCommand } from "./arguments.js";
import { runChaos } from "./run-chaos.js";

const OPTIONS = { seed: 11, minutes: 1, points: 100_000 };
const TIMEOUT_MS = 400_000;

describe.skipIf(!hasJvmKafka())("a short run of chaos", () => {
  it("loses nothing and doubles nothing", { timeout: TIMEOUT_MS }, async () => {
    const { violations, history, faults } = await runChaos({ ...OPTIONS, nodes: 1 });
    const rerun = rerunCommand({ ...OPTIONS, brokers: 1, bug: undefined, trace: undefined });
    expect(violations, rerun).toEqual([]);
    expect(history.points).toBeGreaterThanOrEqual(OPTIONS.points);
    expect(history.labels).toBe(history.points);
    expect(history.deadLetters).toBeGreaterThan(0);
    expect(history.alerts).toBeGreaterThan(0);
    expect(history.snapshots).toBeGreaterThan(0);
    expect(history.recomputed).toBeGreaterThan(0);
    expect(history.replayed.points).toBe(history.points);
    expect(faults.kill).toBeGreaterThan(0);
    expect(faults["broker-kill"]).toBe(1);
  });
});
