import { describe, expect, it } from "vitest";
import { minutesOf } from "../../../bench/soak/minutes.js";
import { commitOf, sampleAt } from "./samples.js";

const every = (seconds: number, count: number, changes: (at: number) => Parameters<typeof sampleAt>[1] = () => ({})) =>
  Array.from({ length: count }, (_, i) => sampleAt(seconds * i, changes(seconds * i)));

describe("minutes of a soak", () => {
  it("have the speed, the processor time and the commits between their samples", () => {
    const minutes = minutesOf(every(10, 13));
    expect(minutes.map(({ minute }) => minute)).toEqual([1, 2, 3]);
    expect(minutes.map(({ commits }) => commits)).toEqual([50, 60, 10]);
    for (const minute of minutes) {
      expect(minute).toMatchObject({ points_per_second: 100_000, phase: "load", commit_ms: 100, commit_ms_max: 100 });
      expect(minute.processor_microseconds_per_point).toBeCloseTo(8, 9);
    }
  });

  it("tell which share of the time went into commits, and into their state", () => {
    const commits = [commitOf({ ms: 1000, stateMs: 90, bytes: 1000, stateBytes: 10 })];
    const [minute] = minutesOf(every(10, 6, () => ({ commits })));
    expect(minute!.committing).toBeCloseTo(0.1, 12);
    expect(minute!.state).toBeCloseTo(0.01, 12); // 90 ms, and 1 % of a second
  });

  it("have medians of what goes up and down", () => {
    const resident = [0, 5, 900, 6, 7].map((mb) => mb * 1e6);
    const changes = (at: number) => ({ lag: at, memory: { resident: resident[at / 10]!, heap: 1e6, external: 2e6 } });
    const [minute] = minutesOf(every(10, 5, changes));
    expect(minute).toMatchObject({ resident_mb: 7, heap_mb: 1, external_mb: 2, lag_points: 30, lag_points_max: 40 });
  });

  it("say when feeding changed within", () => {
    const phases = minutesOf(every(10, 18, (at) => ({ phase: at < 90 ? "full" : "load" }))).map(({ phase }) => phase);
    expect(phases).toEqual(["full", "mixed", "load"]);
  });

  it("are none of a single sample", () => {
    expect(minutesOf(every(10, 1))).toEqual([]);
  });
});
