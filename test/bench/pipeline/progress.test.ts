import { expect, it } from "vitest";
import { paceOf } from "../../../bench/pipeline/progress.js";

const begun = { committed: 0, at: 1000, processor: 100 };

it("leaves out what comes before the first commit behind a tenth of the points", () => {
  const progress = [
    begun,
    { committed: 900, at: 60_000, processor: 5000 },
    { committed: 1000, at: 61_000, processor: 6000 },
    { committed: 10_000, at: 64_000, processor: 6018 },
  ];
  expect(paceOf(progress)).toEqual({ pointsPerSecond: 3000, processorMicrosecondsPerPoint: 2 });
});

it("takes a run with one commit from its beginning", () => {
  const only = { committed: 500, at: 3000, processor: 150 };
  expect(paceOf([begun, only])).toEqual({ pointsPerSecond: 250, processorMicrosecondsPerPoint: 100 });
});
