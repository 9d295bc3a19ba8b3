import { describe, expect, it } from "vitest";
import { decodeAlert } from "../../src/readers/alerts.js";

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const source = { topic: "points", partition: 2, offset: "17" };
const anomaly = {
  schema: 1,
  source,
  version: 3,
  component: 1,
  responsibilities: { "1": 1 },
  logDensity: -20,
  anomaly: {
    score: 9.5,
    pValue: 0.0002,
    flagged: true,
    why: { ms: 0.9, bytes: 0.1 },
    nearest: { component: 1, distance: 6.5, logPValue: -21.1 },
  },
  kind: "anomaly",
};
const drift = { schema: 1, kind: "drift", source, version: 4, detector: "adwin", message: "the stream has changed" };

describe("decoding messages of an alerts topic", () => {
  it.each([anomaly, drift, { ...drift, source: undefined, points: 1300, numbers: { gain: 0.2 } }])(
    "takes %j",
    (alert) => {
      expect(decodeAlert(bytes(alert))).toEqual(alert);
    },
  );

  it("keeps fields that it does not know of out", () => {
    expect(decodeAlert(bytes({ ...drift, colour: "red" }))).toEqual(drift);
  });

  it.each([
    ["another major version", bytes({ ...drift, schema: 2 }), "no alert of schema 1"],
    ["another kind", bytes({ ...drift, kind: "weather" }), "no alert of schema 1"],
    ["a label", bytes({ ...anomaly, kind: undefined }), "no alert of schema 1"],
    ["no JSON", Uint8Array.of(0x7b, 0x22), "no alert: it is not JSON"],
    ["no text", Uint8Array.of(0xff, 0xfe), "no alert: it is not JSON"],
  ])("refuses %s", (_, value, message) => {
    expect(() => decodeAlert(value)).toThrow(TypeError);
    expect(() => decodeAlert(value)).toThrow(message);
  });
});
