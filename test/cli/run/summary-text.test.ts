import { expect, test } from "vitest";
import type { RunSummary } from "../../../src/cli/run/run-results.js";
import { summaryText } from "../../../src/cli/run/summary-text.js";

const summary: RunSummary = {
  points: 3000,
  labels: 3000,
  deadLetters: 1,
  anomalies: 0,
  events: {},
  version: 25,
  logLikelihood: { mean: -4.15, recent: -4.1 },
  seconds: 0.26,
};

test("a run in which nothing happened", () => {
  expect(summaryText("clusters.csv", summary)).toBe(
    "clusters.csv: 3,000 points in 0.3 s, 3,000 labels, mixture version 25, -4.150 nats a point before learning it",
  );
});

test("unusual points, and what happened to the mixture", () => {
  const events = { drift: 1, replacement: 1, split: 12 };
  expect(summaryText("a.csv", { ...summary, anomalies: 1234, events })).toBe(
    "a.csv: 3,000 points in 0.3 s, 3,000 labels, 1,234 flagged as unusual, mixture version 25, -4.150 nats a point " +
      "before learning it, on the way: drift, replacement, split × 12",
  );
});

test("an input that was shorter than the warm-up", () => {
  const short = { ...summary, version: 0, logLikelihood: { mean: null, recent: null } };
  expect(summaryText("a.csv", short)).toBe(
    "a.csv: 3,000 points in 0.3 s, 3,000 labels, mixture version 0 (the input ended within the warm-up: all of it was " +
      "fitted at once)",
  );
});
