import { expect } from "vitest";
import { Health } from "../../../src/telemetry/health.js";
import { METRICS, type MetricDefinition } from "../../../src/telemetry/metrics/definitions.js";
import { Metrics } from "../../../src/telemetry/metrics/metrics.js";
import { parseMetrics } from "../../telemetry/prometheus-text.js";
import { groupingsIn, selectorsIn } from "./promql.js";

/** Labels that Prometheus adds by itself. */
const ADDED = ["instance", "job"];

const labels = new Map(Object.values<MetricDefinition>(METRICS).map((metric) => [metric.name, metric.labels ?? []]));

/** The names of samples that /metrics has, those of histograms included. */
async function exposedNames(): Promise<ReadonlySet<string>> {
  const families = parseMetrics(await new Metrics({ process: true }).text(new Health().report()));
  return new Set(
    [...families].flatMap(([name, { type }]) =>
      type === "histogram" ? ["_bucket", "_sum", "_count"].map((part) => name + part) : [name],
    ),
  );
}

const names = await exposedNames();

/** Fails where an expression names a metric or a label that /metrics does not have. */
export function expectExposed(expression: string): void {
  const selectors = selectorsIn(expression);
  expect(selectors, expression).not.toHaveLength(0);
  const known = new Set([...ADDED, ...selectors.flatMap(({ metric }) => labels.get(metric) ?? [])]);
  if (selectors.some(({ metric }) => metric.endsWith("_bucket"))) known.add("le");
  for (const { metric, labels: named } of selectors) {
    expect([...names], expression).toContain(metric);
    for (const label of named) expect([...ADDED, ...(labels.get(metric) ?? [])], expression).toContain(label);
  }
  for (const label of groupingsIn(expression)) expect([...known], expression).toContain(label);
}
