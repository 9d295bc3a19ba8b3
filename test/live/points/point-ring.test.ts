import { describe, expect, it } from "vitest";
import { capacityFor, PointRing } from "../../../src/live/points/point-ring.js";
import { SimulatedStream } from "../support/simulated-stream.js";

const columnsOf = (ring: PointRing) =>
  Array.from({ length: ring.count }, (_, i) => ring.row(ring.total - ring.count + i));

describe("the last points", () => {
  it("are kept as they were labelled", () => {
    const sim = new SimulatedStream();
    const scored = sim.learn(300);
    sim.commit(300);
    const { points } = sim.live;
    const rows = columnsOf(points);
    expect(rows.map((r) => points.ordinal[r])).toEqual(Array.from({ length: 300 }, (_, i) => i));
    expect(rows.map((r) => points.score[r])).toEqual([...scored.anomalyScore]);
    expect(rows.map((r) => points.component[r])).toEqual([...scored.component]);
    expect(rows.map((r) => points.logDensity[r])).toEqual([...scored.logDensity]);
    expect(rows.map((r) => points.ids.get(r))).toEqual(Array.from({ length: 300 }, (_, i) => `r-${i}`));
  });

  it("push older ones out, reasons and ids with them", () => {
    const sim = new SimulatedStream({ keep: 1000 });
    for (let i = 0; i < 30; i++) sim.step(500, 3);
    const { points } = sim.live;
    expect(points.count).toBe(1000);
    expect(points.ids.size).toBe(1000);
    const flagged = columnsOf(points).filter((r) => points.flagged[r] === 1);
    expect([...points.explanations.keys()].sort()).toEqual(flagged.sort());
    expect(flagged.length).toBeGreaterThan(0);
    const ordinals = columnsOf(points).map((r) => points.ordinal[r]);
    expect(ordinals).toEqual(Array.from({ length: 1000 }, (_, i) => 14_000 + i));
  });

  it("are found by their ordinal, and no others are", () => {
    const sim = new SimulatedStream({ keep: 700 });
    for (let i = 0; i < 5; i++) sim.step(500);
    const { points } = sim.live;
    for (const ordinal of [1800, 1801, 2200, 2499]) expect(points.ordinal[points.find(ordinal)!]).toBe(ordinal);
    for (const ordinal of [0, 1799, 2500, 1e12]) expect(points.find(ordinal)).toBeUndefined();
    expect(new PointRing(2, 10).find(0)).toBeUndefined();
  });
});

it("wide points are kept in smaller number: memory is bounded, not only the count", () => {
  expect(capacityFor(2, 50_000)).toBe(50_000);
  expect(capacityFor(1000, 50_000)).toBeLessThan(6000);
  expect(capacityFor(1e9, 50_000)).toBe(1);
});
