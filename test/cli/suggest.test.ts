import { expect, test } from "vitest";
import { didYouMean } from "../../src/cli/suggest.js";

test("a question where a candidate is close, nothing where none is", () => {
  expect(didYouMean("erptions", ["waiting", "eruptions"])).toBe("Did you mean eruptions?");
  expect(didYouMean("sotf", ["hard", "soft"])).toBe("Did you mean soft?");
  expect(didYouMean("xyz", ["waiting", "eruptions"])).toBeUndefined();
});
