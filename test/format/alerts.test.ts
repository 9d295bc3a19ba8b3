import { describe, expect, it } from "vitest";
import type { Outgoing } from "../../src/broker/broker.js";
import { recordsOf } from "../../src/broker/record-columns.js";
import { type AlertKinds, driftsBetweenPoints } from "../../src/format/alerts-in.js";
import { Features } from "../../src/format/features/features.js";
import type { Origins } from "../../src/format/origins.js";
import { RecordEncoders } from "../../src/format/record-encoders.js";
import { type Alert, alertSchema, labelSchema } from "../../src/format/records.js";
import { labelSettings } from "../../src/format/settings.js";
import type { ScoredBatch } from "../../src/learning/scored-batch.js";
import { calibrated, driftAt, originsOf, scoredByLearner } from "./support/scored.js";

const features = new Features(["eruptions", { path: "waiting", transform: "log" }]);
const encoders = (settings: object = {}) => new RecordEncoders(features, labelSettings.parse(settings));
const scored = calibrated(scoredByLearner(200));
const BOTH: AlertKinds = { anomalies: true, drift: true };

const valuesOf = (outgoing: Outgoing | undefined) =>
  outgoing === undefined
    ? []
    : recordsOf([outgoing]).map(({ value }) => JSON.parse(new TextDecoder().decode(value!)) as object);

/** Alerts of points `start` to `start + origins.count`. */
function alertsOf(batch: ScoredBatch, start: number, origins: Origins, kinds = BOTH, settings: object = {}): Alert[] {
  return valuesOf(encoders(settings).alerts(batch, start, origins, kinds)).map((value) => alertSchema.parse(value));
}

describe("alerts of flagged points", () => {
  it("are their labels, with a kind", () => {
    const origins = originsOf(Array(200).fill(1), (point) => `p${point}`);
    const labels = valuesOf(encoders().labels(scored, 0, origins)).filter((_, i) => scored.flagged[i] === 1);
    const alerts = alertsOf(scored, 0, origins);
    expect(alerts).toEqual(labels.map((label) => ({ ...label, kind: "anomaly" })));
    expect(alerts).toHaveLength(47);
    expect(alerts[0]).toMatchObject({ id: "p60", anomaly: { flagged: true, why: { eruptions: 1 } } });
    for (const alert of alerts) labelSchema.parse(alert);
  });

  it("keep key and time of their points, and their places in messages that hold several", () => {
    const columns = encoders().alerts(scored, 90, originsOf([1, 2, 7]), BOTH);
    const records = recordsOf([columns!]);
    expect(records.map(({ key, timestamp }) => [key?.[0] ?? null, timestamp])).toEqual([
      [0, 5000],
      [2, 5002],
      [2, 5002],
      [2, 5002],
    ]);
    const sources = valuesOf(columns).map((value) => alertSchema.parse(value).source);
    expect(sources.map((source) => [source?.offset, source?.index])).toEqual([
      ["100", undefined],
      ["102", 0],
      ["102", 3],
      ["102", 6],
    ]);
  });

  it.each([{ format: "packed" }, { grouping: "batch" }, { minimum: 0.5 }])(
    "are JSON, one a point, when labels are %j",
    (settings) => {
      expect(alertsOf(scored, 60, originsOf([140]), BOTH, settings)).toHaveLength(47);
    },
  );

  it("leave out what labels leave out", () => {
    const [alert] = alertsOf(scored, 60, originsOf([1]), BOTH, { minimum: 1 });
    expect(Object.keys((alert as { responsibilities: object }).responsibilities).length).toBeLessThanOrEqual(1);
  });

  it("are none where no point is flagged, or nobody wants them", () => {
    expect(encoders().alerts(scored, 0, originsOf([60]), BOTH)).toBeUndefined();
    expect(encoders().alerts(scored, 60, originsOf([140]), { anomalies: false, drift: true })).toBeUndefined();
  });
});

describe("alerts of drift", () => {
  it("name the point at which it was noticed", () => {
    const origins = originsOf(Array(200).fill(1));
    const drifting = { ...scored, flagged: new Uint8Array(200), events: [driftAt(124)] };
    expect(alertsOf(drifting, 0, origins)).toEqual([
      {
        schema: 1,
        kind: "drift",
        source: { topic: "points", partition: 2, offset: "223" },
        timestamp: 5123,
        version: 3,
        points: 124,
        detector: "adwin",
        message: "the stream has changed: adwin noticed it after 124 points",
        numbers: { gain: 0.5 },
      },
    ]);
    const [record] = recordsOf([encoders().alerts(drifting, 0, origins, BOTH)!]);
    expect(record).toMatchObject({ timestamp: 5123 });
    expect(record!.key ?? null).toBe(origins.keys[123]);
  });

  it("count points of the batches before", () => {
    const drifting = { ...scored, first: 1000, flagged: new Uint8Array(200), events: [driftAt(1124)] };
    expect(alertsOf(drifting, 0, originsOf(Array(200).fill(1)))).toMatchObject([{ source: { offset: "223" } }]);
  });

  it("stand in the order of the points among those of flagged ones, and belong to one part of a batch", () => {
    const drifting = { ...scored, events: [driftAt(124), driftAt(121), driftAt(130, { kind: "replacement" })] };
    const kinds = (start: number, count: number) =>
      alertsOf(drifting, start, originsOf([count])).map(({ kind, source }) => [kind, start + (source?.index ?? 0)]);
    expect(kinds(120, 6)).toEqual([
      ["anomaly", 120],
      ["drift", 120],
      ["anomaly", 123],
      ["drift", 123],
    ]);
    expect(kinds(121, 2)).toEqual([]);
  });

  it("are not written when nobody wants them", () => {
    const drifting = { ...scored, events: [driftAt(124)] };
    const alerts = alertsOf(drifting, 120, originsOf([6]), { anomalies: true, drift: false });
    expect(alerts.map(({ kind }) => kind)).toEqual(["anomaly", "anomaly"]);
  });

  it("have no source when they were noticed at no point of the batch", () => {
    const flush = { ...scoredByLearner(0), first: 200, events: [driftAt(200), driftAt(200, { kind: "birth" })] };
    expect(driftsBetweenPoints(flush)).toEqual([driftAt(200)]);
    expect(driftsBetweenPoints({ ...scored, events: [driftAt(1), driftAt(200)] })).toEqual([]);
    const alert = encoders().driftAlert(driftAt(200));
    expect(alert.key).toBeNull();
    expect(valuesOf(alert).map((value) => alertSchema.parse(value))).toEqual([
      expect.objectContaining({ kind: "drift", points: 200, detector: "adwin" }),
    ]);
    expect(valuesOf(alert)[0]).not.toHaveProperty("source");
  });

  it("leave out figures that JSON does not have", () => {
    const numbers = { gain: Number.NaN, rate: 2, limit: Infinity };
    expect(valuesOf(encoders().driftAlert(driftAt(200, { numbers })))).toMatchObject([{ numbers: { rate: 2 } }]);
    const none = valuesOf(encoders().driftAlert(driftAt(200, { numbers: { gain: Number.NaN } })));
    expect(none[0]).not.toHaveProperty("numbers");
  });
});
