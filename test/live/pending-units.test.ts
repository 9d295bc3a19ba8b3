import { expect, it } from "vitest";
import { PendingUnits } from "../../src/live/pending-units.js";

it("hands out what belongs to a unit and to those before it, once and in order", () => {
  const pending = new PendingUnits<string>();
  pending.add(1, "a");
  pending.add(1, "b");
  pending.add(2, "c");
  pending.add(4, "d");
  expect(pending.take(1)).toEqual(["a", "b"]);
  expect(pending.take(3)).toEqual(["c"]);
  expect(pending.take(3)).toEqual([]);
  expect(pending.take(4)).toEqual(["d"]);
});

it("forgets what never was committed", () => {
  const pending = new PendingUnits<string>();
  pending.add(1, "a");
  pending.clear();
  pending.add(1, "b");
  expect(pending.take(1)).toEqual(["b"]);
});
