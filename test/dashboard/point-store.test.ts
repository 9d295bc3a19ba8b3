import { expect, it } from "vitest";
import { PointStore } from "../../dashboard/src/state/point-store.js";
import { decodePoints } from "../../src/live/points/decode-points.js";
import { encodePoints } from "../../src/live/points/point-block.js";
import { SimulatedStream } from "../live/support/simulated-stream.js";

it("keeps the last points of all blocks, found by their ordinals, whatever centres the blocks have", () => {
  const sim = new SimulatedStream();
  const store = new PointStore(2, 700);
  for (let i = 0; i < 6; i++) {
    sim.step(300, i);
    const { points } = sim.live;
    store.add(decodePoints(encodePoints(points, 300 * i, 300 * (i + 1)).buffer as ArrayBuffer));
  }
  expect([store.total, store.count]).toEqual([1800, 700]);
  const { points } = sim.live;
  for (const ordinal of [1100, 1350, 1799]) {
    const [here, there] = [store.find(ordinal)!, points.find(ordinal)!];
    for (const j of [0, 1]) expect(store.at(here, j)).toBeCloseTo(points.values[there * 2 + j]!, 4);
    expect(store.components[here]).toBe(points.component[there]);
    expect(store.sureness[here]! / 255).toBeCloseTo(points.shares[there * 4]!, 2);
    expect(store.scores[here]).toBeCloseTo(points.score[there]!, 5);
  }
  expect([store.find(1099), store.find(1800)]).toEqual([undefined, undefined]);
  expect([store.before(0), store.before(1200), store.before(1e9)]).toEqual([0, 100, 700]);
});
