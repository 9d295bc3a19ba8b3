import { describe, expect, it } from "vitest";
import { MessageBuffer } from "../../../src/format/message-buffer.js";
import { PackedLabelEncoder } from "../../../src/format/packed/packed-label-encoder.js";
import type { ScoredBatch } from "../../../src/learning/scored-batch.js";
import { Mixture } from "../../../src/mixture/mixture.js";
import { originsOf, scoredByLearner } from "../support/scored.js";

function encode(scored: ScoredBatch, grouping: "point" | "batch", sizes: number[]) {
  const out = new MessageBuffer(1);
  const origins = originsOf(sizes);
  new PackedLabelEncoder(grouping).encode({ scored, from: 0, origins, at: 0, count: origins.count }, out);
  return out.messages();
}

/** The rows of a message, as its documentation says to read them. */
function rowsOf({ headers, value }: ReturnType<typeof encode>[number]) {
  const ids = new TextDecoder().decode(headers["mixtide-components"]).split(",").map(Number);
  const view = new DataView(value.buffer, value.byteOffset, value.length);
  const rowBytes = 4 * (4 + ids.length);
  expect(value.length % rowBytes).toBe(0);
  return Array.from({ length: value.length / rowBytes }, (_, row) => ({
    version: view.getUint32(row * rowBytes, true),
    component: view.getUint32(row * rowBytes + 4, true),
    logDensity: view.getFloat32(row * rowBytes + 8, true),
    score: view.getFloat32(row * rowBytes + 12, true),
    responsibilities: Object.fromEntries(ids.map((id, k) => [id, view.getFloat32(row * rowBytes + 16 + 4 * k, true)])),
  }));
}

function expectedRows(scored: ScoredBatch) {
  return scored.runs.flatMap((run) =>
    Array.from({ length: run.end - run.start }, (_, r) => {
      const row = run.offset + r * run.mixture.components;
      const shares = [...run.mixture.ids].map((id, k) => [id, Math.fround(scored.responsibilities[row + k]!)]);
      return {
        version: run.version,
        component: scored.component[run.start + r],
        logDensity: Math.fround(scored.logDensity[run.start + r]!),
        score: Math.fround(scored.anomalyScore[run.start + r]!),
        responsibilities: Object.fromEntries(shares),
      };
    }),
  );
}

describe("PackedLabelEncoder", () => {
  const scored = scoredByLearner(200);

  it("writes a row a point, in one message an input message", () => {
    const messages = encode(scored, "batch", [1, 30, 90, 79]);
    expect(messages.map((message) => rowsOf(message).length)).toEqual([1, 30, 90, 79]);
    expect(messages.flatMap(rowsOf)).toEqual(expectedRows(scored));
    expect(messages[2]).toMatchObject({ key: Uint8Array.of(2), timestamp: 5002 });
  });

  it("writes a message a point", () => {
    const messages = encode(scored, "point", [1, 30, 90, 79]);
    expect(messages.flatMap(rowsOf)).toEqual(expectedRows(scored));
    expect(messages).toHaveLength(200);
    expect(messages[199]).toMatchObject({ key: null, timestamp: 5003 });
  });

  it("lists all components when they change within a message; a row has 0 for those its mixture lacks", () => {
    const one = { covarianceType: "full", means: [0, 0], covariances: [1, 1] } as const;
    const before = new Mixture({ ...one, weights: [0.5, 0.5], ids: [3, 5] });
    const after = new Mixture({ ...one, weights: [0.5, 0.5], ids: [5, 2_000_000_000] });
    const batch: ScoredBatch = {
      count: 2,
      first: 0,
      component: Int32Array.of(3, 2_000_000_000),
      logDensity: Float64Array.of(-1, -1e300),
      anomalyScore: Float64Array.of(1, 2),
      responsibilities: Float64Array.of(0.75, 0.25, 0.5, 0.5),
      pValue: Float64Array.of(0.5, 0.001),
      flagged: Uint8Array.of(0, 1),
      explanations: new Map(),
      events: [],
      runs: [
        { start: 0, end: 1, offset: 0, version: 4_000_000_000, warmup: false, mixture: before },
        { start: 1, end: 2, offset: 2, version: 4_000_000_001, warmup: false, mixture: after },
      ],
    };
    expect(rowsOf(encode(batch, "batch", [2])[0]!)).toEqual([
      {
        version: 4_000_000_000,
        component: 3,
        logDensity: -1,
        score: 1,
        responsibilities: { 3: 0.75, 5: 0.25, 2000000000: 0 },
      },
      {
        version: 4_000_000_001,
        component: 2_000_000_000,
        logDensity: -Infinity,
        score: 2,
        responsibilities: { 3: 0, 5: 0.5, 2000000000: 0.5 },
      },
    ]);
  });
});
