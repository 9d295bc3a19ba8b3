import { describe, expect, it } from "vitest";
import { DecodeError } from "../../../src/format/decode-error.js";
import type { FeatureInput } from "../../../src/format/features/feature-spec.js";
import { Features } from "../../../src/format/features/features.js";

/** Coordinates of a point of which `found` are the numbers at the features' inputs. */
function coordinates(features: FeatureInput[], found: number[]): number[] {
  const compiled = new Features(features);
  const into = new Float64Array(compiled.dimensions + 2).fill(-7);
  compiled.write(Float64Array.from(found), into, 1);
  expect([into[0], into[into.length - 1]]).toEqual([-7, -7]);
  return [...into.subarray(1, -1)];
}

function refusal(features: FeatureInput[], found: number[]): DecodeError {
  try {
    coordinates(features, found);
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
  throw new Error("was accepted");
}

describe("Features", () => {
  it("takes plain numbers as they are", () => {
    expect(coordinates(["a", "b"], [1.5, -0])).toEqual([1.5, -0]);
    expect(new Features(["a", { path: "b", transform: "none" }]).plain).toBe(true);
  });

  it("transforms, then divides", () => {
    expect(coordinates([{ path: "a", transform: "log" }], [Math.E])[0]).toBeCloseTo(1, 14);
    expect(coordinates([{ path: "a", transform: "log1p", scale: 2 }], [Math.E - 1])[0]).toBeCloseTo(0.5, 14);
    expect(coordinates([{ path: "a", transform: "sqrt" }], [2])).toEqual([Math.SQRT2]);
    expect(coordinates([{ path: "a", scale: 1000 }], [1500])).toEqual([1.5]);
  });

  it("puts cycles on a circle, where their ends meet", () => {
    const hour = { path: "hour", transform: { cyclic: 24 } };
    expect(coordinates([hour], [6])).toEqual([1, expect.closeTo(0, 15)]);
    const [before, after] = [coordinates([hour], [23.75]), coordinates([hour], [24.25])];
    expect(Math.hypot(before[0]! - after[0]!, before[1]! - after[1]!)).toBeLessThan(0.14);
    expect(new Features([hour, "x"]).names).toEqual(["sin(hour)", "cos(hour)", "x"]);
  });

  it("looks for each number once, however many features use it", () => {
    const features = ["x", { path: "t", transform: { cyclic: 24 } }, { path: "x", transform: "log" }] as FeatureInput[];
    expect(new Features(features).inputs).toEqual(["x", "t"]);
    expect(coordinates(features, [1, 0])).toEqual([1, 0, 1, 0]);
  });

  it.each([
    ["a", Number.NaN, "missing-value"],
    ["a", Infinity, "not-finite"],
    ["a", -Infinity, "not-finite"],
    ["a", -1.1e100, "out-of-range"],
    [{ path: "a", transform: "log" }, 0, "outside-domain"],
    [{ path: "a", transform: "log" }, -1, "outside-domain"],
    [{ path: "a", transform: "log1p" }, -1, "outside-domain"],
    [{ path: "a", transform: "sqrt" }, -1e-300, "outside-domain"],
    [{ path: "a", scale: 1e-10 }, 1e95, "out-of-range"],
    [{ path: "a", transform: { cyclic: 1e-300 } }, 1e99, "outside-domain"],
  ] as [FeatureInput, number, string][])("refuses %j at %d: %s", (feature, value, code) => {
    const error = refusal(["other", feature], [0, value]);
    expect(error.code).toBe(code);
    expect(error.message).toContain("a");
    if (!Number.isNaN(value) && code !== "out-of-range") expect(error.value).toBe(String(value));
  });

  it("accepts what is just inside its bounds", () => {
    expect(coordinates(["a", "b"], [1e100, -1e100])).toEqual([1e100, -1e100]);
    expect(coordinates([{ path: "a", transform: "log" }], [5e-324])[0]).toBeCloseTo(-744.44, 2);
    expect(coordinates([{ path: "a", transform: "sqrt" }], [-0])).toEqual([-0]);
  });

  it("refuses no features, doubled ones and half a request for deviations", () => {
    expect(() => new Features([])).toThrow("no features");
    expect(() => new Features(["a", { path: "a" }])).toThrow('"a" is listed twice');
    expect(() => new Features([{ path: "a", scale: "deviation" }, "b"])).toThrow(
      /feature a asks .* feature b does not/,
    );
  });

  it("asks for deviations when its features do", () => {
    expect(new Features(["a", "b"]).scale).toBe("none");
    expect(new Features([{ path: "a", scale: "deviation" }]).scale).toBe("deviation");
    expect(
      new Features([
        { path: "a", scale: "deviation" },
        { path: "b", scale: 3 },
      ]).scale,
    ).toBe("deviation");
  });

  it("has a fingerprint that tells features apart and nothing else", () => {
    const prints = [
      ["a", "b"],
      ["b", "a"],
      ["a"],
      ["a,b"],
      ['a","b'],
      [{ path: "a", transform: "log" }, "b"],
      [{ path: "a", scale: 2 }, "b"],
      [{ path: "a", transform: { cyclic: 24 } }, "b"],
      [{ path: "a", transform: { cyclic: 7 } }, "b"],
    ].map((features) => new Features(features as FeatureInput[]).fingerprint);
    expect(new Set(prints).size).toBe(prints.length);
    expect(new Features([{ path: "a", scale: "none" }, "b"]).fingerprint).toBe(prints[0]);
    expect(prints[0]).toBe('features/1 ["a","b"]');
  });
});
