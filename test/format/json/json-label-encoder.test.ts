import { describe, expect, it } from "vitest";
import { JsonLabelEncoder } from "../../../src/format/json/json-label-encoder.js";
import { MessageBuffer } from "../../../src/format/message-buffer.js";
import { labelSchema } from "../../../src/format/records.js";
import type { ScoredBatch } from "../../../src/learning/scored-batch.js";
import { calibrated, originsOf, scoredByLearner } from "../support/scored.js";

const NAMES = ["eruptions", "log(waiting)"];

function encode(
  scored: ScoredBatch,
  origins = originsOf(Array(scored.count).fill(1)),
  minimum = 0.001,
  names: readonly string[] = NAMES,
) {
  const out = new MessageBuffer(1);
  new JsonLabelEncoder(minimum, names).encode({ scored, from: 0, origins, at: 0, count: scored.count }, out);
  return out.messages();
}

const read = (value: Uint8Array) =>
  labelSchema.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(value)));

const millionths = (share: number) => Math.round(share * 1e6) / 1e6;

describe("JsonLabelEncoder", () => {
  const scored = scoredByLearner(200);

  it("writes every label so that its numbers read back bit for bit", () => {
    const labels = encode(scored, undefined, 0).map(({ value }) => read(value));
    expect(labels).toHaveLength(200);
    for (const run of scored.runs)
      for (let i = run.start; i < run.end; i++) {
        const row = run.offset + (i - run.start) * 3;
        const responsibilities = [...run.mixture.ids].map((id, k) => [`${id}`, scored.responsibilities[row + k]]);
        expect(labels[i]).toEqual({
          schema: 1,
          source: { topic: "points", partition: 2, offset: `${100 + i}` },
          timestamp: 5000 + i,
          version: run.version,
          component: scored.component[i],
          responsibilities: Object.fromEntries(responsibilities),
          logDensity: scored.logDensity[i],
          anomaly: { score: scored.anomalyScore[i] },
          ...(run.warmup ? { warmup: true } : {}),
        });
      }
    expect(new Set(labels.map(({ version }) => version)).size).toBeGreaterThan(3);
  });

  it("keeps the input's key and time", () => {
    const messages = encode(scored);
    expect(messages[4]).toMatchObject({ key: Uint8Array.of(4), timestamp: 5004 });
    expect(messages[5]).toMatchObject({ key: null, timestamp: 5005 });
  });

  it("leaves out small responsibilities", () => {
    for (const { value } of encode(scored, undefined, 0.2)) {
      const shares = Object.values(read(value).responsibilities);
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.2);
    }
    expect(read(encode(scored, undefined, 1.1)[0]!.value).responsibilities).toEqual({});
  });

  it("writes index and id where there are any, in any script", () => {
    const ids = ["a17", 17, undefined, 'Zoë "☃" \n', -0.5, ""];
    const labels = encode(
      { ...scored, count: 6 },
      originsOf([1, 3, 2], (i) => ids[i]),
    );
    expect(labels.map(({ value }) => read(value).source.index)).toEqual([undefined, 0, 1, 2, 0, 1]);
    expect(labels.map(({ value }) => read(value).id)).toEqual(ids);
  });

  it("writes a part of a batch", () => {
    const whole = encode(scored).map(({ value }) => new TextDecoder().decode(value));
    const out = new MessageBuffer();
    const origins = originsOf(Array(200).fill(1));
    new JsonLabelEncoder(0.001, NAMES).encode({ scored, from: 55, origins, at: 55, count: 70 }, out);
    expect(out.messages().map(({ value }) => new TextDecoder().decode(value))).toEqual(whole.slice(55, 125));
  });

  it("leaves out an unknown time", () => {
    const origins = originsOf(Array(200).fill(1));
    origins.timestamps[0] = Number.NaN;
    const [first] = encode(scored, origins);
    expect(first).not.toHaveProperty("timestamp");
    expect(read(first!.value)).not.toHaveProperty("timestamp");
  });

  it("says how unusual a point is once that is calibrated, and why where it is flagged", () => {
    const told = calibrated(scored);
    const anomalies = encode(told).map(({ value }) => read(value).anomaly);
    anomalies.forEach((anomaly, i) => {
      const score = scored.anomalyScore[i];
      const pValue = millionths(told.pValue[i]!);
      if (i < 60) expect(anomaly).toEqual({ score });
      else if (i % 3 > 0) expect(anomaly).toEqual({ score, pValue, flagged: false });
      else {
        const nearest = { component: i % 5, distance: Math.sqrt(1 + i), logPValue: -i / 7 };
        expect(anomaly).toEqual({ score, pValue, flagged: true, why: expect.any(Object), nearest });
      }
    });
    expect([60, 63, 66].map((i) => anomalies[i]!.why)).toEqual([
      { eruptions: 1 },
      { eruptions: 0.3, "log(waiting)": 0.7 },
      { "log(waiting)": 0.990099 },
    ]);
  });

  it("flags a point that has no p-value yet, where the threshold is a score", () => {
    const told = calibrated(scored);
    const early = { ...told, pValue: new Float64Array(200).fill(Number.NaN) };
    expect(read(encode(early)[60]!.value).anomaly).toMatchObject({ flagged: true, why: { eruptions: 1 } });
    expect(read(encode(early)[60]!.value).anomaly).not.toHaveProperty("pValue");
    expect(read(encode(early)[61]!.value).anomaly).toEqual({ score: scored.anomalyScore[61] });
  });

  it("writes the names of features in any script", () => {
    const names = ['"q"\\\n', "Größe ☃"];
    const whys = encode(calibrated(scored), undefined, 0, names).map(({ value }) => read(value).anomaly.why ?? {});
    expect(new Set(whys.flatMap(Object.keys))).toEqual(new Set(names));
  });

  it("flags a point without a reason when it has none", () => {
    const told = { ...calibrated(scored), explanations: new Map() };
    expect(read(encode(told)[60]!.value).anomaly).toEqual({
      score: scored.anomalyScore[60],
      pValue: millionths(told.pValue[60]!),
      flagged: true,
    });
  });

  it("writes infinite scores as the largest double, and never NaN", () => {
    const odd = {
      ...scored,
      anomalyScore: Float64Array.of(Infinity, Number.NaN),
      logDensity: Float64Array.of(-Infinity, 0),
    };
    expect(read(encode({ ...odd, count: 1 })[0]!.value)).toMatchObject({
      logDensity: -Number.MAX_VALUE,
      anomaly: { score: Number.MAX_VALUE },
    });
    expect(() => encode({ ...odd, count: 2 })).toThrow(RangeError);
  });
});
