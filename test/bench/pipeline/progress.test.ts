import { expect, it } from "vitest";
import { pointsPerSecond } from "../../../bench/pipeline/progress.js";

const begun = { committed: 0, at: 1000 };

it("leaves out what comes before the first commit behind a tenth of the points", () => {
  const progress = [
    begun,
    { committed: 900, at: 60_000 },
    { committed: 1000, at: 61_000 },
    { committed: 10_000, at: 64_000 },
  ];
  expect(pointsPerSecond(progress)).toBe(3000);
});

it("takes a run with one commit from its beginning", () => {
  expect(pointsPerSecond([begun, { committed: 500, at: 3000 }])).toBe(250);
});
