import { describe, expect, it } from "vitest";
import { BrokerError } from "../../src/broker/errors.js";
import type { PipelineEvent } from "../../src/pipeline/events.js";
import { Health } from "../../src/telemetry/health.js";
import { committed } from "./events.js";

const error = new BrokerError("the coordinator moved", { retriable: true });
const positions = new Map([[0, 0]]);
const owner: PipelineEvent = { type: "assigned", epoch: 1, partitions: [0], kept: false };
const fencedOthers: PipelineEvent = { type: "fenced-others", transactionalId: "t", ms: 3 };
const restored: PipelineEvent = { type: "restored", unit: 1, points: 1, version: 0, positions, bytes: 1, ms: 1 };
const trouble: PipelineEvent = { type: "trouble", error };
const working = [owner, fencedOthers, restored];

function healthAfter(...events: readonly PipelineEvent[]): Health {
  const health = new Health(() => 0);
  for (const event of events) health.take(event);
  return health;
}

describe("ready", () => {
  it.each<[string, readonly PipelineEvent[], string]>([
    ["a restored task", working, "active"],
    ["a first start", [owner, fencedOthers, { type: "genesis", positions }], "active"],
    ["a standby", [{ type: "assigned", epoch: 1, partitions: [], kept: false }], "standby"],
    [
      "a rebalance that leaves the partitions",
      [...working, { type: "lost", epoch: 1 }, { type: "assigned", epoch: 2, partitions: [0], kept: true }],
      "active",
    ],
    [
      "a task rebuilt after an error",
      [...working, { type: "dropped", error, failures: 1, retryMs: 1 }, { ...owner, epoch: 2 }, fencedOthers, restored],
      "active",
    ],
    ["a hiccup", [...working, trouble, trouble], "active"],
    ["hiccups with commits between them", [...working, trouble, trouble, committed(), trouble, trouble], "active"],
  ])("%s", (_, events, role) => {
    expect(healthAfter(...events).report()).toMatchObject({ live: true, ready: true, role });
  });
});

describe("not ready, with the reason", () => {
  it.each<[string, readonly PipelineEvent[], object]>([
    ["before anything", [], { input: { ok: false }, output: { ok: false }, task: { ok: false } }],
    ["while joining", [{ type: "started", app: "a", group: "g", input: "i" }], { input: { ok: false } }],
    ["while fencing", [owner], { input: { ok: true }, output: { ok: false }, task: { ok: false } }],
    ["while restoring", [owner, fencedOthers], { input: { ok: true }, output: { ok: true }, task: { ok: false } }],
    ["while rebalancing", [...working, { type: "lost", epoch: 1 }], { input: { ok: false, why: /rebalancing/ } }],
    [
      "while dropped",
      [...working, { type: "dropped", error, failures: 4, retryMs: 1 }],
      { output: { ok: false }, task: { ok: false, why: /4 times in a row: the coordinator moved/ } },
    ],
    ["in lasting trouble", [...working, trouble, trouble, trouble], { input: { ok: false, why: /coordinator moved/ } }],
    ["when stopped", [...working, { type: "stopped" }], { task: { ok: false, why: /stopped/ } }],
  ])("%s", (_, events, checks) => {
    const report = healthAfter(...events).report();
    expect(report).toMatchObject({ live: true, ready: false, role: "none" });
    for (const [name, { ok, why }] of Object.entries(checks as Record<string, { ok: boolean; why?: RegExp }>)) {
      const check = report.checks[name as keyof typeof report.checks];
      expect(check.ok).toBe(ok);
      expect(check.why).toMatch(why ?? /./);
    }
  });

  it("a standby that takes over is not ready until it has restored", () => {
    const health = healthAfter({ type: "assigned", epoch: 1, partitions: [], kept: false }, { ...owner, epoch: 2 });
    expect(health.report().ready).toBe(false);
    for (const event of [fencedOthers, restored]) health.take(event);
    expect(health.report()).toMatchObject({ ready: true, role: "active" });
  });

  it("trouble is forgiven when it does not come again", () => {
    let now = 1_000_000;
    const health = new Health(() => now);
    for (const event of [...working, trouble, trouble, trouble]) health.take(event);
    expect(health.report().ready).toBe(false);
    now += 31_000;
    expect(health.report().ready).toBe(true);
    health.take(trouble);
    expect(health.report().ready).toBe(true);
  });
});

it("a failed pipeline is not live, and says why", () => {
  const health = healthAfter(...working);
  health.failed(new Error("the state is lost"));
  const { live, ready, checks } = health.report();
  expect([live, ready]).toEqual([false, false]);
  expect(checks.task.why).toBe("failed: the state is lost");
});
