import { describe, expect, it } from "vitest";
import { decodePoints } from "../../../src/live/points/decode-points.js";
import { blockBytes, encodePoints, FLAGGED, WARMUP } from "../../../src/live/points/point-block.js";
import type { PointRing } from "../../../src/live/points/point-ring.js";
import { SHARES } from "../../../src/live/points/top-shares.js";
import { Mixture } from "../../../src/mixture/mixture.js";
import { SimulatedStream } from "../support/simulated-stream.js";

const encoded = (points: PointRing, from = 0, to = points.total, stride = 1) =>
  decodePoints(encodePoints(points, from, to, stride).buffer as ArrayBuffer);

describe("a block of points", () => {
  it("reads back as what was written, to the precision of a picture", () => {
    const sim = new SimulatedStream();
    sim.learn(200, 0, true);
    sim.commit(200);
    for (let i = 0; i < 4; i++) sim.step(1000, 2);
    const { points } = sim.live;
    const block = encoded(points);
    expect([block.count, block.dimensions, block.first]).toEqual([points.count, 2, 0]);
    for (let i = 0; i < block.count; i++) {
      const r = points.row(i);
      expect(block.first + block.ordinals[i]!).toBe(points.ordinal[r]);
      for (const j of [0, 1])
        expect(block.coordinates[i * 2 + j]! + block.centres[j]!).toBeCloseTo(points.values[r * 2 + j]!, 5);
      expect(block.scores[i]).toBeCloseTo(points.score[r]!, 5);
      expect(block.flags[i]! & FLAGGED).toBe(points.flagged[r]! * FLAGGED);
      expect(block.flags[i]! & WARMUP).toBe(i < 200 ? WARMUP : 0);
      expect(block.ids[block.places[i * SHARES]!]).toBe(points.shareIds[r * SHARES]);
      for (let s = 0; s < SHARES; s++)
        expect(block.shares[i * SHARES + s]! / 255).toBeCloseTo(points.shares[r * SHARES + s]!, 2);
    }
    expect(block.flags.some((flag) => (flag & FLAGGED) !== 0)).toBe(true);
  });

  it("tells points apart that lie far from 0", () => {
    const far = new Mixture({
      covarianceType: "spherical",
      weights: [1],
      means: [1e9, -3e9],
      covariances: [1, 0, 0, 1],
    });
    const sim = new SimulatedStream({ mixture: far });
    sim.step(100);
    const { points } = sim.live;
    const block = encoded(points);
    for (let i = 0; i < 100; i++)
      for (const j of [0, 1])
        expect(block.coordinates[i * 2 + j]! + block.centres[j]!).toBeCloseTo(points.values[i * 2 + j]!, 4);
  });

  it("of every so many-th point holds the flagged ones all", () => {
    const sim = new SimulatedStream();
    for (let i = 0; i < 6; i++) sim.step(1000, 4);
    const { points } = sim.live;
    const flagged = points.flagged.reduce((sum, one) => sum + one, 0);
    const block = encoded(points, 0, points.total, 10);
    expect(flagged).toBeGreaterThan(2);
    expect(block.flags.filter((flag) => flag === FLAGGED)).toHaveLength(flagged);
    expect(block.count).toBeLessThan(600 + flagged + 1);
    expect(block.count).toBeGreaterThanOrEqual(600);
  });

  it("leaves out what the ring has lost", () => {
    const sim = new SimulatedStream({ keep: 300 });
    sim.step(1000);
    expect(encoded(sim.live.points).count).toBe(300);
  });

  it("may be empty", () => {
    expect(encoded(new SimulatedStream().live.points)).toMatchObject({ count: 0, dimensions: 2 });
  });

  it("keeps missing coordinates missing", () => {
    const sim = new SimulatedStream();
    sim.step(3);
    sim.live.points.values[0] = Number.NaN;
    const { centres, coordinates } = encoded(sim.live.points);
    expect(coordinates[0]).toBeNaN();
    expect(centres[0]).toBe(sim.live.points.values[2]);
  });

  it("is as large as foretold", () => {
    const sim = new SimulatedStream();
    sim.step(100);
    const { points } = sim.live;
    expect(encodePoints(points, 0, 100).length).toBe(blockBytes(100, 2) + 4 * 3);
  });
});

it.each([new ArrayBuffer(0), new ArrayBuffer(8), new Float64Array([2, 0, 2, 0, 0]).buffer])(
  "anything else is refused",
  (buffer) => expect(() => decodePoints(buffer)).toThrow(/block of points/),
);
