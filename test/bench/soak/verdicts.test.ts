import { describe, expect, it } from "vitest";
import { verdictsOf } from "../../../bench/soak/verdicts.js";
import { commitOf, outcomeOf } from "./samples.js";

const MB = 1e6;
const memory = (resident: number) => ({ resident: resident * MB, heap: 60 * MB, external: 20 * MB });
/** Names of what does not hold. */
const violated = (...args: Parameters<typeof outcomeOf>): string[] =>
  verdictsOf(outcomeOf(...args))
    .filter(({ holds }) => !holds)
    .map(({ name }) => name);

describe("verdicts of a soak", () => {
  it("all hold where nothing goes wrong", () => {
    expect(violated(() => ({}))).toEqual([]);
    expect(verdictsOf(outcomeOf(() => ({})))).toHaveLength(7);
  });

  it("see resident memory that grows by a third of a byte a point", () => {
    const growing = (at: number) => ({ memory: memory(200 + (at * 100_000) / 3 / MB) });
    const [resident] = verdictsOf(outcomeOf(growing));
    expect(resident).toMatchObject({ holds: false, bound: 100 });
    expect(resident!.measured).toBeCloseTo(120, 6);
  });

  it("take garbage that comes and goes for none, and growth of the first half", () => {
    const garbage = (at: number) => ({ memory: memory(200 + (at % 35) * 3) });
    expect(violated(garbage)).toEqual([]);
    expect(violated((at) => ({ memory: memory(Math.min(300, 100 + at)) }))).toEqual([]);
  });

  it("allow a short run the garbage that there may be", () => {
    const growing = outcomeOf((at) => ({ memory: memory(200 + at / 10) })); // 360 MB/hour
    const [long] = verdictsOf(growing);
    const [short] = verdictsOf({ ...growing, samples: growing.samples.slice(0, 49) });
    expect(long!.holds).toBe(false);
    expect(short).toMatchObject({ holds: true, bound: 750 }); // 25 MB in two minutes
  });

  it("see what is kept and in use at rest, heap and buffers together", () => {
    const grown = (heap: number, external: number) => [
      { at: 450, memory: { resident: 0, heap: 25 * MB, external: 4 * MB } },
      { at: 1800, memory: { resident: 0, heap: (25 + heap) * MB, external: (4 + external) * MB } },
    ];
    expect(violated(() => ({}), { rests: grown(5, 2) })).toEqual([]); // 19 MB/hour
    expect(violated(() => ({}), { rests: grown(5, 4) })).toEqual(["memory in use at rest is flat"]);
  });

  it("hold nothing that was not measured", () => {
    const { samples } = outcomeOf(() => ({}));
    const names = violated(() => ({}), { rests: [], samples: samples.slice(0, 1) });
    expect(names).toHaveLength(4);
  });

  it("see a lag that grows by half a percent of what is fed, but not one that goes up and down", () => {
    expect(violated((at) => ({ lag: 25_000 + at * 500 }))).toEqual(["lag does not grow under load"]);
    expect(violated((at) => ({ lag: (at % 60) * 10_000 }))).toEqual([]);
  });

  it("leave the lag of the first phase alone: it is meant to be there", () => {
    const full = (at: number) => (at < 450 ? ({ phase: "full", lag: 400_000 } as const) : {});
    expect(violated(full)).toEqual([]);
  });

  it("take a lag for growing when feeding had to be held back", () => {
    expect(violated(() => ({}), { heldMs: 1000 })).toEqual(["lag does not grow under load"]);
  });

  it("see state that takes more than a twentieth of the time", () => {
    const commits = Array.from({ length: 10 }, () => commitOf({ stateMs: 26 }));
    expect(violated(() => ({ commits }))).toEqual(["committing state takes little time"]);
    const large = Array.from({ length: 10 }, () => commitOf({ stateBytes: 500 }));
    expect(violated(() => ({ commits: large }))).toEqual(["committing state takes little time"]);
  });

  it("see every label that is lost or doubled, and input that was never learned", () => {
    const count = { partition: 0, points: 10, labels: 10, lost: 0, doubled: 0 };
    expect(violated(() => ({}), { counts: [count, { ...count, lost: 1 }] })).toEqual(["no label is lost"]);
    expect(violated(() => ({}), { counts: [{ ...count, doubled: 1 }, count] })).toEqual(["no label is doubled"]);
    expect(violated(() => ({}), { offsetsBehind: 1 })).toEqual(["nothing is left"]);
  });
});
