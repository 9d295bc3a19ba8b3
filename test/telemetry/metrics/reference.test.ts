import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { METRICS } from "../../../src/telemetry/metrics/definitions.js";
import { metricsMarkdown } from "../../../src/telemetry/metrics/reference.js";

it("docs/metrics.md is up to date (else: npm run generate)", () => {
  expect(readFileSync(new URL("../../../docs/metrics.md", import.meta.url), "utf8")).toBe(metricsMarkdown());
});

it("names no metric that does not exist", () => {
  const known = new Set<string>(Object.values(METRICS).map(({ name }) => name));
  const named = [...metricsMarkdown().matchAll(/\bmixtide_\w+/g)].map(([name]) => name.replace(/_bucket$/, ""));
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});
