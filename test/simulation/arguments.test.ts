import { describe, expect, it } from "vitest";
import { replayCommand, simulationArguments } from "./arguments.js";

describe("arguments of the simulator", () => {
  it("have defaults", () => {
    const expected = { seeds: 1000, base: 1, jobs: 2, bug: undefined, trace: false };
    expect(simulationArguments([], 2)).toEqual(expected);
  });

  it("are read back from the command that replays a seed", () => {
    const argv = replayCommand(17, "no-fence").split(" -- ")[1]!.split(" ");
    expect(simulationArguments(argv, 2)).toEqual({ seeds: 1, base: 17, jobs: 2, bug: "no-fence", trace: true });
  });

  it("are refused with the value and what was expected", () => {
    expect(() => simulationArguments(["--seeds", "0"], 2)).toThrow('--seeds is "0": expected a whole number ≥ 1');
    expect(() => simulationArguments(["--bug", "nofence"], 2)).toThrow('there is no bug "nofence"');
  });
});
