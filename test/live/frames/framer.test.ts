import { describe, expect, it } from "vitest";
import { type Frame, Framer } from "../../../src/live/frames/framer.js";
import { decodePoints, type PointColumns } from "../../../src/live/points/decode-points.js";
import type { Beginning, Tick } from "../../../src/live/view.js";
import { SimulatedStream } from "../support/simulated-stream.js";

interface Read {
  readonly event: string;
  readonly id: string;
  readonly view: Beginning;
  readonly points: PointColumns | undefined;
}

/** What a browser makes of a frame. */
function read({ head, points }: Frame): Read {
  const [event, id, data] = Buffer.from(head).toString().trimEnd().split("\n");
  const [name, base64] = Buffer.from(points).toString().trimEnd().split("\n");
  if (points.length > 0) expect(name).toBe("event: points");
  const bytes = base64 && Uint8Array.from(Buffer.from(base64.replace("data: ", ""), "base64"));
  return {
    event: event!.replace("event: ", ""),
    id: id!.replace("id: ", ""),
    view: JSON.parse(data!.replace("data: ", "")) as Beginning,
    points: bytes ? decodePoints(bytes.buffer) : undefined,
  };
}

const ordinalsOf = (points: PointColumns | undefined): number[] =>
  points === undefined ? [] : Array.from(points.ordinals, (one) => points.first + one);

const made = (sim = new SimulatedStream()) => ({ sim, framer: new Framer(sim.live, { run: "this-run" }) });

describe("frames", () => {
  it("a beginning, then ticks: together they tell everything once, in order", () => {
    const { sim, framer } = made();
    sim.step(300);
    framer.next();
    const beginning = read(framer.beginning());
    expect(beginning).toMatchObject({ event: "beginning", id: "this-run-1" });
    expect(beginning.view.subject).toMatchObject({ app: "requests", features: ["log1p(ms)", "log1p(bytes)"] });
    const ticks: Read[] = [];
    for (let i = 0; i < 5; i++) {
      sim.step(100 + i, 1);
      if (i % 2 === 0) ticks.push(read(framer.next()!));
    }
    expect(ticks.map(({ event, id }) => [event, id])).toEqual([2, 3, 4].map((i) => ["tick", `this-run-${i}`]));
    const all = [beginning, ...ticks];
    expect(all.flatMap(({ points }) => ordinalsOf(points))).toEqual(Array.from({ length: 810 }, (_, i) => i));
    expect(all.flatMap(({ view }) => view.snapshots.map(({ version }) => version))).toEqual([1, 2, 3, 4, 5, 6]);
    const sum = all.flatMap(({ view }) => view.moments).reduce((points, moment) => points + moment.points, 0);
    expect(sum).toBe(810);
    expect(all.at(-1)!.view.totals.learned).toBe(810);
    expect(all.at(-1)!.view.snapshot).toEqual(sim.live.snapshots.newest);
  });

  it("a beginning between ticks tells what was told up to the last one, so that the next repeats nothing", () => {
    const { sim, framer } = made();
    sim.step(100);
    framer.next();
    sim.step(50);
    const beginning = read(framer.beginning());
    expect(ordinalsOf(beginning.points)).toHaveLength(100);
    expect(beginning.view.snapshots).toHaveLength(1);
    expect(ordinalsOf(read(framer.next()!).points)).toHaveLength(50);
  });

  it("a beginning is encoded once for all who come between two ticks", () => {
    const { sim, framer } = made();
    sim.step(100);
    framer.next();
    expect(framer.beginning()).toBe(framer.beginning());
    sim.step(1);
    const before = framer.beginning();
    framer.next();
    expect(framer.beginning()).not.toBe(before);
  });

  it("nothing new: no tick, but a sign of life every two seconds", () => {
    const { sim, framer } = made();
    sim.step(100);
    expect(framer.next()).toBeDefined();
    expect(framer.next()).toBeUndefined();
    sim.now += 1999;
    expect(framer.next()).toBeUndefined();
    sim.now += 1;
    const sign = read(framer.next()!);
    expect(sign.points).toBeUndefined();
    expect(sign.view).toMatchObject({ now: sim.now, moments: [], snapshots: [], snapshot: null });
  });

  it("a change of phase is news", () => {
    const { sim, framer } = made();
    framer.next();
    sim.live.take({ type: "warming-up", points: 3, of: 10 });
    expect((read(framer.next()!).view as Tick).phase).toEqual({ name: "warming up", points: 3, of: 10 });
  });

  it("snapshots come as they were published, number for number", () => {
    const { sim, framer } = made();
    sim.learn(10);
    const value = sim.publish();
    sim.commit(10);
    expect(read(framer.next()!).view.snapshot).toEqual(JSON.parse(Buffer.from(value).toString()));
  });

  it("stay small, however many points there are", () => {
    const { sim, framer } = made(new SimulatedStream({ keep: 200_000 }));
    for (let i = 0; i < 4; i++) {
      sim.learn(45_000);
      sim.commit(45_000, {}, 1000);
    }
    const tick = framer.next()!;
    expect(tick.points.length).toBeLessThan(1_500_000);
    const points = read(tick).points!;
    const ordinals = ordinalsOf(points);
    expect(ordinals[0]).toBeLessThan(20);
    expect(ordinals.at(-1)).toBeGreaterThan(179_980);
    expect(framer.beginning().points.length).toBeLessThan(5_700_000);
  });

  it("names a frame of its own, and of no other run", () => {
    const { framer } = made();
    expect(framer.numberOf("this-run-12")).toBe(12);
    for (const id of ["other-run-12", "this-run", "this-run-", "this-run-1e3", "", "12", `this-run-${"9".repeat(40)}`])
      expect(framer.numberOf(id)).toBeUndefined();
  });
});
