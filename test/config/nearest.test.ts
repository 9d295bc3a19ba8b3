import { describe, expect, it } from "vitest";
import { nearest } from "../../src/config/nearest.js";

describe("nearest", () => {
  const keys = ["components", "covariance", "seed", "mode", "miniBatch", "scale", "id"];
  it.each([
    ["componets", "components"],
    ["Components", "components"],
    ["coavriance", "covariance"],
    ["sede", "seed"],
    ["mdoe", "mode"],
    ["minibatch", "miniBatch"],
    ["scales", "scale"],
    ["xyz", undefined],
    ["x", undefined],
    ["", undefined],
  ])("%j → %j", (word, key) => expect(nearest(word, keys)).toBe(key));

  it("takes the closest, and of equals the first", () => {
    expect(nearest("mod", ["model", "mode"])).toBe("mode");
    expect(nearest("abcd", ["abce", "abcf"])).toBe("abce");
  });
});
