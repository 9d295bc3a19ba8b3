import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { expectExposed } from "./exposed.js";

const source = z.object({ type: z.literal("prometheus"), uid: z.literal("prometheus") });
const panel = z.object({
  id: z.number(),
  title: z.string().min(1),
  description: z.string().min(1),
  type: z.enum(["stat", "timeseries"]),
  datasource: source,
  gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  targets: z
    .array(z.object({ refId: z.string(), datasource: source, expr: z.string(), legendFormat: z.string() }))
    .nonempty(),
});
const board = z
  .object({
    uid: z.string(),
    panels: z.array(panel),
    annotations: z.object({ list: z.array(z.object({ datasource: source, expr: z.string() })) }),
  })
  .parse(JSON.parse(readFileSync("config/observability/grafana/boards/mixtide.json", "utf8")));
const { panels } = board;

const overlap = (a: (typeof panels)[number]["gridPos"], b: typeof a): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

describe("the board", () => {
  it.each([
    ["throughput", "mixtide_points_total"],
    ["lag per partition", "by (partition) (mixtide_lag_records)"],
    ["commit latency", "mixtide_commit_duration_seconds_bucket"],
    ["log-likelihood", "mixtide_log_likelihood_nats"],
    ["weights", "mixtide_component_weight_ratio"],
    ["anomalies", "mixtide_anomalies_total"],
    ["threshold", "mixtide_anomaly_threshold_nats"],
    ["drift and lifecycle", "mixtide_model_events_total"],
    ["dead letters", "mixtide_dead_letters_total"],
    ["restarts", "mixtide_restarts_total"],
  ])("shows %s over time", (title, expression) => {
    const [shown] = panels.filter((it) => it.title.toLowerCase().startsWith(title));
    expect(shown?.type).toBe("timeseries");
    expect(shown?.targets.some(({ expr }) => expr.includes(expression))).toBe(true);
  });

  it.each(panels)("$title names what /metrics has", ({ targets }) => {
    for (const { expr } of targets) expectExposed(expr);
  });

  it.each(panels)("$title writes labels into its legend that its result has", ({ targets }) => {
    for (const { expr, legendFormat } of targets) {
      const kept = /\bby \(([^)]+)\)/.exec(expr)?.[1]?.split(", ") ?? [];
      const summed = /\b(?:sum|max|min|avg)\b/.test(expr);
      for (const [, label] of legendFormat.matchAll(/\{\{(\w+)\}\}/g))
        expect(summed ? kept : ["instance", "job"], expr).toContain(label);
    }
  });

  it("marks drift", () => {
    const [mark] = board.annotations.list;
    expectExposed(mark!.expr);
    expect(mark?.expr).toContain('kind="drift"');
  });

  it("has its panels side by side, each with an id of its own", () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const [i, { gridPos, title }] of panels.entries()) {
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
      for (const other of panels.slice(i + 1))
        expect(overlap(gridPos, other.gridPos), `${title}, ${other.title}`).toBe(false);
    }
  });
});
