import { describe, expect, it } from "vitest";
import { planFaults } from "./plan.js";

describe("the plan of a chaos run", () => {
  it("is the seed's alone", () => {
    expect(planFaults(7, 3, 1)).toEqual(planFaults(7, 3, 1));
    expect(planFaults(7, 3, 1)).not.toEqual(planFaults(8, 3, 1));
  });

  it("is in order, within its time, and every kind occurs, however short it is", () => {
    const plan = planFaults(1, 0.5, 3);
    const times = plan.map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)!).toBeLessThan(30_000);
    expect(new Set(plan.map(({ fault }) => fault.kind)).size).toBe(12);
  });

  it("has what the promise asks for: 100 kills and stalls and 10 broker kills in 20 minutes, 10 in 10 on three", () => {
    const count = (plan: ReturnType<typeof planFaults>, ...kinds: readonly string[]): number =>
      plan.filter(({ fault }) => kinds.includes(fault.kind)).length;
    const long = planFaults(1, 20, 1);
    expect(count(long, "kill", "stall", "ambush")).toBeGreaterThanOrEqual(100);
    expect(count(long, "broker-kill")).toBeGreaterThanOrEqual(10);
    expect(count(planFaults(1, 10, 3), "broker-kill")).toBeGreaterThanOrEqual(10);
  });

  it("hits every broker, and within commits as well as between them", () => {
    const plan = planFaults(1, 20, 3).map(({ fault }) => fault);
    const nodes = plan.flatMap((fault) => (fault.kind === "broker-kill" ? [fault.node] : []));
    expect(new Set(nodes)).toEqual(new Set([0, 1, 2]));
    const moments = plan.map((fault) => (fault.kind === "kill" ? typeof fault.moment : "other"));
    expect(moments).toContain("number");
    expect(moments).toContain("undefined");
  });
});
