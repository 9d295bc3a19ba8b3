import { describe, expect, it } from "vitest";
import { soakArguments } from "../../../bench/soak/arguments.js";

describe("arguments of a soak", () => {
  it("have defaults", () => {
    expect(soakArguments([])).toEqual({ minutes: 30, format: "json", load: 0.8, json: undefined });
  });

  it("are taken as given", () => {
    const argv = ["--minutes", "0.5", "--format", "packed", "--load", "1", "--json", "soak.json"];
    expect(soakArguments(argv)).toEqual({ minutes: 0.5, format: "packed", load: 1, json: "soak.json" });
  });

  it.each([
    [["--minutes", "0"], '--minutes is "0": expected a number more than 0\nusage: '],
    [["--minutes", "x"], '--minutes is "x": expected a number more than 0\nusage: '],
    [["--load", "1.5"], '--load is "1.5": expected a number more than 0 and at most 1\nusage: '],
    [["--format", "csv"], '--format is "csv": expected json or packed\nusage: '],
  ])("are refused with the value and what was expected: %s", (argv, message) => {
    expect(() => soakArguments(argv)).toThrow(message);
  });
});
