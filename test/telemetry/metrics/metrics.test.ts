import { describe, expect, it } from "vitest";
import { BrokerError } from "../../../src/broker/errors.js";
import type { PipelineEvent } from "../../../src/pipeline/events.js";
import { Health } from "../../../src/telemetry/health.js";
import { METRICS, type MetricDefinition } from "../../../src/telemetry/metrics/definitions.js";
import { Metrics } from "../../../src/telemetry/metrics/metrics.js";
import { committed, modelEvent } from "../events.js";
import { parseMetrics } from "../prometheus-text.js";

const error = new BrokerError("the coordinator moved", { retriable: true });
const NOW = 1_763_856_000_000;

/** Samples after some events, by metric and labels. */
async function valuesAfter(
  ...events: readonly PipelineEvent[]
): Promise<(name: string, labels?: string) => number | undefined> {
  const metrics = new Metrics({ now: () => NOW });
  const health = new Health();
  for (const event of events) for (const fold of [metrics, health]) fold.take(event);
  const families = parseMetrics(await metrics.text(health.report()));
  return (name, labels = "") => families.get(`mixtide_${name}`)?.samples.get(labels);
}

const assigned = (...partitions: number[]): PipelineEvent => ({ type: "assigned", epoch: 1, partitions, kept: false });

describe("a commit", () => {
  it("adds what it held", async () => {
    const value = await valuesAfter(committed({ deadLetters: 2 }), committed({ records: 12, points: 30 }));
    expect(value("records_total")).toBe(22);
    expect(value("points_total")).toBe(40);
    expect(value("labels_total")).toBe(20);
    expect(value("dead_letters_total")).toBe(2);
    expect(value("commit_bytes_total")).toBe(8000);
    expect(value("commit_state_bytes_total")).toBe(2000);
    expect(value("last_commit_timestamp_seconds")).toBe(NOW / 1000);
  });

  it("counts flagged points, and what happened to the mixture by its kind", async () => {
    const value = await valuesAfter(
      committed({ anomalies: 3, events: [modelEvent("drift"), modelEvent("split"), modelEvent("drift")] }),
      committed({ anomalies: 4, events: [modelEvent("replacement")] }),
    );
    expect(value("anomalies_total")).toBe(7);
    const kinds = ["drift", "replacement", "dismissal", "birth", "death", "split", "merge", "respawn", "reweight"];
    expect(kinds.map((kind) => value("model_events_total", `kind=${kind}`))).toEqual([2, 1, 0, 0, 0, 1, 0, 0, 0]);
  });

  it("enters the histograms, in seconds and points", async () => {
    const value = await valuesAfter(committed({ ms: 20, points: 10 }), committed({ ms: 400, points: 600 }));
    expect(value("commit_duration_seconds", "count")).toBe(2);
    expect(value("commit_duration_seconds", "sum")).toBeCloseTo(0.42, 12);
    expect(value("commit_duration_seconds", "le=0.025")).toBe(1);
    expect(value("commit_duration_seconds", "le=0.5")).toBe(2);
    expect(value("unit_points", "le=10")).toBe(1);
    expect(value("unit_points", "le=1000")).toBe(2);
  });

  it("tells lag and position of every partition, and lag is never negative", async () => {
    const positions = new Map([
      [0, 10],
      [1, 5],
      [2, 8],
    ]);
    const ends = new Map([
      [0, 25],
      [1, 4],
    ]);
    const value = await valuesAfter(committed({ positions, ends }));
    expect([0, 1, 2].map((partition) => value("lag_records", `partition=${partition}`))).toEqual([15, 0, undefined]);
    expect([0, 1, 2].map((partition) => value("input_position", `partition=${partition}`))).toEqual([10, 5, 8]);
  });

  it("tells the model; components that are gone are gone", async () => {
    const later = {
      weights: [{ id: 5, weight: 1 }],
      logLikelihood: { mean: -4, recent: -3 },
      step: 0.1,
      threshold: 5.5,
    };
    const value = await valuesAfter(committed(), committed({ version: 4, model: later }));
    expect(value("model_version")).toBe(4);
    expect([0, 4, 5].map((id) => value("component_weight_ratio", `component=${id}`))).toEqual([
      undefined,
      undefined,
      1,
    ]);
    expect(value("log_likelihood_nats", "window=all")).toBe(-4);
    expect(value("log_likelihood_nats", "window=recent")).toBe(-3);
    expect(value("step_ratio")).toBe(0.1);
    expect(value("anomaly_threshold_nats")).toBe(5.5);
  });

  it("claims nothing of a model before there is one", async () => {
    const { model: _, ...early } = committed({ version: -1, labels: 0 });
    const value = await valuesAfter(early);
    for (const name of ["model_version", "step_ratio", "anomaly_threshold_nats", "warmup_ratio"])
      expect(value(name)).toBeUndefined();
    expect(value("log_likelihood_nats", "window=all")).toBeUndefined();
  });

  it("leaves out a log-likelihood that is not known yet", async () => {
    const logLikelihood = { mean: Number.NaN, recent: Number.NaN };
    const model = { weights: [], logLikelihood, step: 0.5, threshold: 4 };
    const value = await valuesAfter(committed({ model }));
    expect(value("log_likelihood_nats", "window=all")).toBeUndefined();
    expect(value("step_ratio")).toBe(0.5);
  });

  it("takes a threshold back that is in force no more", async () => {
    const { model } = committed();
    const value = await valuesAfter(committed(), committed({ model: { ...model!, threshold: Number.NaN } }));
    expect(value("anomaly_threshold_nats")).toBeUndefined();
  });

  it("counts what retention took, once it is committed", async () => {
    const skipped = { type: "skipped", partition: 0, from: 100, to: 350 } as const;
    const told: PipelineEvent = { type: "retention-overtook", partition: 0, from: 100, to: 350 };
    expect((await valuesAfter(told))("records_skipped_total")).toBe(0);
    expect((await valuesAfter(told, committed({ inputs: [skipped] })))("records_skipped_total")).toBe(250);
  });
});

describe("other events", () => {
  it("started: names the app", async () => {
    const value = await valuesAfter({ type: "started", app: "geyser", group: "geyser-all", input: "points" });
    expect(value("info", "app=geyser,group=geyser-all,input=points")).toBe(1);
  });

  it("warming-up and model-ready: progress", async () => {
    const warmingUp: PipelineEvent = { type: "warming-up", points: 30, of: 120 };
    expect((await valuesAfter(warmingUp))("warmup_ratio")).toBe(0.25);
    const value = await valuesAfter(warmingUp, { type: "model-ready", version: 0, points: 120 });
    expect(value("warmup_ratio")).toBe(1);
    expect(value("model_version")).toBe(0);
  });

  it("restored: size, time, version and positions", async () => {
    const positions = new Map([[3, 99]]);
    const value = await valuesAfter({
      type: "restored",
      unit: 9,
      points: 500,
      version: 6,
      positions,
      bytes: 2048,
      ms: 150,
    });
    expect(value("restored_state_bytes")).toBe(2048);
    expect(value("restore_duration_seconds")).toBe(0.15);
    expect(value("model_version")).toBe(6);
    expect(value("input_position", "partition=3")).toBe(99);
  });

  it("fenced, dropped, trouble, assigned: counted", async () => {
    const value = await valuesAfter(
      assigned(0),
      { type: "fenced", error, repeated: false },
      { type: "dropped", error, failures: 1, retryMs: 100 },
      { type: "dropped", error, failures: 2, retryMs: 200 },
      { type: "trouble", error },
      assigned(0),
    );
    expect(["rebalances", "fenced", "restarts", "troubles"].map((name) => value(`${name}_total`))).toEqual([
      2, 1, 2, 1,
    ]);
  });

  it.each<[string, PipelineEvent]>([
    ["a task is dropped", { type: "dropped", error, failures: 1, retryMs: 100 }],
    ["another process works", assigned()],
    ["it stops", { type: "stopped" }],
  ])("positions and model are forgotten when %s", async (_, event) => {
    const value = await valuesAfter(assigned(0), committed(), event);
    expect(value("lag_records", "partition=0")).toBeUndefined();
    expect(value("input_position", "partition=0")).toBeUndefined();
    expect(value("component_weight_ratio", "component=4")).toBeUndefined();
    expect(value("model_version")).toBeUndefined();
    expect(value("points_total")).toBe(10);
  });

  it("a rebalance that leaves the partitions leaves the lag", async () => {
    const value = await valuesAfter(committed(), { type: "assigned", epoch: 2, partitions: [0], kept: true });
    expect(value("lag_records", "partition=0")).toBe(0);
  });
});

describe("roles", () => {
  const genesis: PipelineEvent = { type: "genesis", positions: new Map([[0, 0]]) };
  const fencedOthers: PipelineEvent = { type: "fenced-others", transactionalId: "t", ms: 3 };
  it.each<[string, readonly PipelineEvent[], readonly number[]]>([
    ["nothing yet", [], [0, 0, 0]],
    ["a standby", [assigned()], [1, 0, 1]],
    ["an owner that restores", [assigned(0)], [0, 0, 0]],
    ["an owner at work", [assigned(0), fencedOthers, genesis], [1, 1, 0]],
  ])("%s", async (_, events, expected) => {
    const value = await valuesAfter(...events);
    expect(["ready", "active", "standby"].map((name) => value(name))).toEqual(expected);
  });
});

describe("the whole", () => {
  it("has every defined metric with its type and meaning, and no other", async () => {
    const metrics = new Metrics();
    const families = parseMetrics(await metrics.text(new Health().report()));
    const found = [...families].map(([name, { type, help }]) => ({ name, type, help }));
    const defined = Object.values<MetricDefinition>(METRICS).map(({ name, type, help }) => ({ name, type, help }));
    expect(found).toEqual(defined);
  });

  it.each(Object.values<MetricDefinition>(METRICS))("$name is named as Prometheus wants it", ({ name, type }) => {
    expect(name).toMatch(/^mixtide_[a-z_]+$/);
    expect(name.endsWith("_total")).toBe(type === "counter");
  });

  it("has the process beside it where asked, and two do not meet", async () => {
    const [one, other] = [new Metrics({ process: true }), new Metrics({ process: true })];
    one.take(committed());
    const of = async (metrics: Metrics) => parseMetrics(await metrics.text(new Health().report()));
    expect((await of(one)).get("process_cpu_seconds_total")?.type).toBe("counter");
    expect((await of(one)).get("mixtide_points_total")?.samples.get("")).toBe(10);
    expect((await of(other)).get("mixtide_points_total")?.samples.get("")).toBe(0);
  });

  it("survives names that need quoting", async () => {
    const value = await valuesAfter({ type: "started", app: 'a"b\\c\nd', group: "g", input: "i" });
    expect(value("info", 'app=a\\"b\\\\c\\nd,group=g,input=i')).toBe(1);
  });
});
