import { describe, expect, it } from "vitest";
import { chaosArguments, rerunCommand } from "./arguments.js";

describe("arguments of chaos", () => {
  it("have defaults", () => {
    const expected = { minutes: 2, seed: 1, brokers: 1, points: 300_000, bug: undefined, trace: undefined };
    expect(chaosArguments([])).toEqual(expected);
  });

  it("are read back from the command that draws the same faults again", () => {
    const options = { minutes: 0.5, seed: 17, brokers: 3, points: 1000, bug: "no-poison", trace: undefined } as const;
    expect(chaosArguments(rerunCommand(options).split(" -- ")[1]!.split(" "))).toEqual(options);
  });

  it("are refused with the value and what was expected", () => {
    expect(() => chaosArguments(["--minutes", "0"])).toThrow('--minutes is "0": expected a number > 0');
    expect(() => chaosArguments(["--seed", "1.5"])).toThrow('--seed is "1.5": expected a whole number ≥ 0');
    expect(() => chaosArguments(["--brokers", "2"])).toThrow('--brokers is "2": expected 1 or 3');
    expect(() => chaosArguments(["--bug", "nobug"])).toThrow('there is no bug "nobug"');
  });
});
