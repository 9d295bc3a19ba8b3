import { describe, expect, it } from "vitest";
import { recordJsonSchemas } from "../../src/format/json-schemas.js";
import {
  alertSchema,
  batchLabelSchema,
  deadLetterHeadersSchema,
  fitRecordSchema,
  labelSchema,
  snapshotSchema,
} from "../../src/format/records.js";

const source = { topic: "points", partition: 0, offset: "17" };
const label = {
  schema: 1,
  source,
  id: "a17",
  timestamp: 1763856000000,
  version: 412,
  component: 3,
  responsibilities: { "3": 0.91, "7": 0.09 },
  logDensity: -4.2,
  anomaly: { score: 4.1, pValue: 0.31, flagged: false },
};
const snapshot = {
  schema: 1,
  model: "geyser",
  version: 412,
  previous: 411,
  points: 42200,
  covarianceType: "full",
  features: ["eruptions", "waiting"],
  components: [
    {
      id: 3,
      weight: 0.64,
      mean: [4.29, 79.97],
      covariance: [
        [0.17, 0.94],
        [0.94, 36.0],
      ],
      born: 0,
    },
  ],
  logLikelihood: { mean: -4.15, recent: -4.12 },
  events: [],
  digest: "0".repeat(64),
};
const fit = {
  ...snapshot,
  logLikelihood: { total: -1130.26, mean: -4.155, trace: [-5, -4.155] },
  bic: 2322.19,
  aic: 2282.5,
  icl: 2322.7,
  converged: true,
  iterations: 9,
};
const batchLabel = {
  schema: 1,
  source,
  version: [
    [0, 412],
    [40, 413],
  ],
  component: [3, 7],
  responsibilities: [{ "3": 1 }, { "7": 1 }],
  logDensity: [-4, -5],
  anomaly: [{ score: 1 }, { score: 2, flagged: true, why: { eruptions: 0.9, waiting: 0.1 } }],
};
const drift = { schema: 1, kind: "drift", source, version: 412, detector: "adwin", message: "the mean score rose" };
const split = { kind: "split", version: 413, points: 42100, components: [3, 7, 8], numbers: { gain: 0.02 } };
const flagged = {
  score: 9.5,
  pValue: 0.0002,
  flagged: true,
  why: { eruptions: 0.9, waiting: 0.1 },
  nearest: { component: 3, distance: 7.2, logPValue: -23.5 },
};
const headers = { "mixtide-source": "points/0/17", "mixtide-error": "invalid-json", "mixtide-message": "not JSON" };

describe("records", () => {
  it.each([
    ["label", labelSchema, label],
    [
      "warm-up label of a message with several points",
      labelSchema,
      { ...label, source: { ...source, index: 3 }, warmup: true },
    ],
    ["batch label", batchLabelSchema, batchLabel],
    ["snapshot", snapshotSchema, snapshot],
    ["fit", fitRecordSchema, fit],
    [
      "snapshot with events",
      snapshotSchema,
      { ...snapshot, events: [split, { ...drift, components: [] }], eventsOmitted: 2 },
    ],
    ["anomaly", alertSchema, { ...label, anomaly: flagged, kind: "anomaly" }],
    ["drift", alertSchema, { ...drift, points: 42200, numbers: { threshold: 1.5 } }],
    ["drift in a pause", alertSchema, { ...drift, source: undefined }],
    ["dead letter headers", deadLetterHeadersSchema, headers],
  ])("accepts the %s of the documentation", (_, schema, record) => {
    expect(schema.parse(record)).toEqual(record);
  });

  it("accepts fields that a later version adds", () => {
    expect(labelSchema.parse({ ...label, colour: "red" })).toEqual(label);
    expect(snapshotSchema.parse({ ...snapshot, colour: "red" })).toEqual(snapshot);
  });

  it.each([
    ["another major version", labelSchema, { ...label, schema: 2 }],
    ["an offset that is a number", labelSchema, { ...label, source: { ...source, offset: 17 } }],
    ["a responsibility above 1", labelSchema, { ...label, responsibilities: { "3": 1.1 } }],
    ["a responsibility of no component", labelSchema, { ...label, responsibilities: { x: 1 } }],
    [
      "a nearest component at no distance",
      labelSchema,
      { ...label, anomaly: { ...flagged, nearest: { component: 3 } } },
    ],
    ["an event without components", snapshotSchema, { ...snapshot, events: [{ kind: "birth", version: 1 }] }],
    ["a p-value above 1", labelSchema, { ...label, anomaly: { score: 1, pValue: 2 } }],
    ["a label with warmup: false", labelSchema, { ...label, warmup: false }],
    ["an alert of no kind", alertSchema, label],
    ["an unknown covariance type", snapshotSchema, { ...snapshot, covarianceType: "diag" }],
    ["a snapshot without predecessor", snapshotSchema, { ...snapshot, previous: undefined }],
    ["names and specifications mixed", snapshotSchema, { ...snapshot, features: ["a", { path: "b", scale: 2 }] }],
    ["a short digest", snapshotSchema, { ...snapshot, digest: "abc" }],
    ["a snapshot as a fit", fitRecordSchema, snapshot],
  ])("refuses %s", (_, schema, record) => {
    expect(schema.safeParse(record).success).toBe(false);
  });
});

describe("recordJsonSchemas", () => {
  const schemas = recordJsonSchemas();

  it("has a schema for every record, open for fields to come", () => {
    expect(Object.keys(schemas)).toEqual(["label", "batch-label", "alert", "snapshot", "fit", "dead-letter-headers"]);
    for (const schema of Object.values(schemas)) {
      expect(schema).toMatchObject({
        $schema: "https://json-schema.org/draft/2020-12/schema",
        title: expect.any(String),
      });
      const closed = JSON.stringify(schema).split('"additionalProperties":false').length - 1;
      expect(closed, "only { cyclic } is closed").toBe(
        JSON.stringify(schema).split('"required":["cyclic"]').length - 1,
      );
    }
  });

  it("asks for the fields that are always there", () => {
    expect(schemas.label).toMatchObject({
      required: ["schema", "source", "version", "component", "responsibilities", "logDensity", "anomaly"],
      properties: { schema: { const: 1 }, warmup: { const: true } },
    });
    expect(schemas.label).not.toHaveProperty("additionalProperties");
  });
});
