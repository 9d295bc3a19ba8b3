import { describe, expect, it } from "vitest";
import { decodeLabels } from "../../src/readers/decode-labels.js";

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const source = { topic: "points", partition: 2, offset: "17" };
const label = {
  schema: 1,
  source,
  version: 3,
  component: 1,
  responsibilities: { "1": 1 },
  logDensity: -2,
  anomaly: { score: 0.5 },
};

describe("decoding messages of a labels topic", () => {
  it("takes one label a message, and keeps fields that it does not know of out", () => {
    expect(decodeLabels(bytes({ ...label, id: "a", timestamp: 5 }))).toEqual([{ ...label, id: "a", timestamp: 5 }]);
  });

  it("takes what is said of unusual points", () => {
    const anomaly = {
      score: 9,
      pValue: 0.001,
      flagged: true,
      why: { ms: 1 },
      nearest: { component: 1, distance: 5, logPValue: -12.5 },
    };
    expect(decodeLabels(bytes({ ...label, anomaly }))).toEqual([{ ...label, anomaly }]);
  });

  it("splits the labels of a message with several points", () => {
    const batch = {
      schema: 1,
      source,
      id: ["a", null, 7],
      timestamp: [1, null, 3],
      version: [
        [0, 0],
        [2, 1],
      ],
      component: [0, 1, 1],
      responsibilities: [{ "0": 1 }, { "1": 1 }, { "1": 0.9 }],
      logDensity: [-1, -2, -3],
      anomaly: [{ score: 1 }, { score: 2 }, { score: 3, pValue: 0.01, flagged: true, why: { ms: 1 } }],
      warmup: 2,
    };
    const labels = decodeLabels(bytes(batch));
    expect(
      labels.map(({ source: { index }, id, timestamp, version, warmup }) => [index, id, timestamp, version, warmup]),
    ).toEqual([
      [0, "a", 1, 0, true],
      [1, undefined, undefined, 0, true],
      [2, 7, 3, 1, undefined],
    ]);
    expect(labels.map(({ component, logDensity, anomaly }) => [component, logDensity, anomaly.score])).toEqual([
      [0, -1, 1],
      [1, -2, 2],
      [1, -3, 3],
    ]);
    expect(labels[2]?.anomaly).toEqual({ score: 3, pValue: 0.01, flagged: true, why: { ms: 1 } });
    expect(decodeLabels(bytes({ ...batch, timestamp: 9 })).map(({ timestamp }) => timestamp)).toEqual([9, 9, 9]);
  });

  it.each([
    ["another major version", bytes({ ...label, schema: 2 })],
    ["no label at all", bytes({ hello: "world" })],
    ["packed rows", Uint8Array.of(0, 0, 128, 63, 255, 255, 255, 255)],
  ])("refuses %s", (_, value) => {
    expect(() => decodeLabels(value)).toThrow(TypeError);
  });
});
