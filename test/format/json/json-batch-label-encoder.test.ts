import { describe, expect, it } from "vitest";
import { JsonBatchLabelEncoder } from "../../../src/format/json/json-batch-label-encoder.js";
import { JsonLabelEncoder } from "../../../src/format/json/json-label-encoder.js";
import type { LabelEncoder } from "../../../src/format/label-encoder.js";
import { MessageBuffer } from "../../../src/format/message-buffer.js";
import type { PointId } from "../../../src/format/origins.js";
import { batchLabelSchema, type Label } from "../../../src/format/records.js";
import { calibrated, originsOf, scoredByLearner } from "../support/scored.js";

const NAMES = ["eruptions", "waiting"];
const scored = calibrated(scoredByLearner(200));

function encode(
  encoder: LabelEncoder,
  sizes: number[],
  id?: (point: number) => PointId,
  change = (_: Float64Array) => {},
) {
  const origins = originsOf(sizes, id);
  change(origins.timestamps);
  const out = new MessageBuffer(1);
  encoder.encode({ scored, from: 0, origins, at: 0, count: origins.count }, out);
  return out.messages().map((message) => ({ ...message, text: JSON.parse(new TextDecoder().decode(message.value)) }));
}

const batches = (...rest: Parameters<typeof encode> extends [unknown, ...infer Rest] ? Rest : never) =>
  encode(new JsonBatchLabelEncoder(0.001, NAMES), ...rest).map((message) => batchLabelSchema.parse(message.text));

describe("JsonBatchLabelEncoder", () => {
  it("says of all points of a message what their labels say", () => {
    const sizes = [1, 30, 90, 79];
    const labels: Label[] = encode(new JsonLabelEncoder(0.001, NAMES), sizes, (i) => `p${i}`).map(({ text }) => text);
    let first = 0;
    batches(sizes, (i) => `p${i}`).forEach((batch, m) => {
      const own = labels.slice(first, first + sizes[m]!);
      first += sizes[m]!;
      expect(batch.source).toEqual({ topic: "points", partition: 2, offset: `${100 + m}` });
      expect(batch.component).toEqual(own.map(({ component }) => component));
      expect(batch.responsibilities).toEqual(own.map(({ responsibilities }) => responsibilities));
      expect(batch.logDensity).toEqual(own.map(({ logDensity }) => logDensity));
      expect(batch.anomaly).toEqual(own.map(({ anomaly }) => anomaly));
      expect(batch.anomaly.some(({ why }) => why !== undefined)).toBe(first > 60);
      expect(batch.id).toEqual(own.map(({ id }) => id));
      expect(batch.warmup ?? 0).toBe(own.filter(({ warmup }) => warmup).length);
      const versions = own.map((_, i) => batch.version.findLast(([start]) => start <= i)?.[1]);
      expect(versions).toEqual(own.map(({ version }) => version));
    });
    expect(first).toBe(200);
  });

  it("flags points that have no p-value yet, where the threshold is a score", () => {
    const early = { ...scored, pValue: new Float64Array(200).fill(Number.NaN) };
    const out = new MessageBuffer(1);
    const origins = originsOf([200]);
    new JsonBatchLabelEncoder(0.001, NAMES).encode({ scored: early, from: 0, origins, at: 0, count: 200 }, out);
    const { anomaly } = batchLabelSchema.parse(JSON.parse(new TextDecoder().decode(out.value(0))));
    expect(anomaly.map(({ flagged }) => flagged ?? false)).toEqual(Array.from(scored.flagged, (flag) => flag === 1));
    expect(anomaly.some(({ pValue }) => pValue !== undefined)).toBe(false);
  });

  it("names each version once, where it begins", () => {
    const [batch] = batches([200]);
    expect(batch?.version).toEqual([
      [0, 0],
      [85, 1],
      [110, 2],
      [135, 3],
      [160, 4],
      [185, 5],
    ]);
    expect(batch?.warmup).toBe(60);
  });

  it("writes one time for all, or one each", () => {
    const shared = batches([3, 2]);
    expect(shared.map(({ timestamp }) => timestamp)).toEqual([5000, 5001]);
    const own = batches([3, 2], undefined, (times) => times.set([1, Number.NaN, 3, Number.NaN, Number.NaN]));
    expect(own.map(({ timestamp }) => timestamp)).toEqual([[1, null, 3], undefined]);
  });

  it("writes null for a point without an id, and no ids where none has one", () => {
    const found = batches([3, 2], (i) => (i === 1 ? "x" : undefined));
    expect(found.map(({ id }) => id)).toEqual([[null, "x", null], undefined]);
  });

  it("keeps the input's key and time", () => {
    const [first, second] = encode(new JsonBatchLabelEncoder(0.001, NAMES), [3, 2]);
    expect(first).toMatchObject({ key: Uint8Array.of(0), timestamp: 5000 });
    expect(second).toMatchObject({ key: null, timestamp: 5001 });
  });
});
