import { describe, expect, it } from "vitest";
import { recordsOf } from "../../src/broker/record-columns.js";
import { DecodeError } from "../../src/format/decode-error.js";
import { Features } from "../../src/format/features/features.js";
import { RecordEncoders } from "../../src/format/record-encoders.js";
import { batchLabelSchema, deadLetterHeadersSchema, labelSchema, snapshotSchema } from "../../src/format/records.js";
import { labelSettings } from "../../src/format/settings.js";
import type { RecordEncoders as PipelineEncoders } from "../../src/pipeline/ports/encoders.js";
import { recordOf } from "./support/decoding.js";
import { originsOf, scoredByLearner } from "./support/scored.js";

const features = new Features(["a", { path: "b", transform: "log1p" }]);
const encoders = (settings: object = {}) => new RecordEncoders(features, labelSettings.parse(settings));
const text = (bytes: Uint8Array | null | undefined) => new TextDecoder().decode(bytes ?? undefined);
const scored = scoredByLearner(120);

describe("RecordEncoders", () => {
  it("is what a pipeline takes", () => {
    const port: PipelineEncoders = encoders();
    expect(recordsOf([port.labels(scored, 0, originsOf([120]))])).toHaveLength(120);
  });

  it("writes labels from any place of a batch", () => {
    const labels = recordsOf([encoders().labels(scored, 100, originsOf(Array(20).fill(1)))]);
    expect(labels).toHaveLength(20);
    const first = labelSchema.parse(JSON.parse(text(labels[0]?.value)));
    expect(first).toMatchObject({ source: { offset: "100" }, logDensity: scored.logDensity[100] });
  });

  it.each([
    [{ grouping: "batch" }, 2],
    [{ format: "packed" }, 120],
    [{ format: "packed", grouping: "batch" }, 2],
  ])("writes labels as %j asks for", (settings, messages) => {
    const labels = recordsOf([encoders(settings).labels(scored, 0, originsOf([50, 70]))]);
    expect(labels).toHaveLength(messages);
    if ("format" in settings) expect(text(labels[0]?.headers?.["mixtide-components"])).toBe("0,1,2");
    else expect(batchLabelSchema.parse(JSON.parse(text(labels[1]?.value))).component).toHaveLength(70);
  });

  it("leaves out what is below the minimum", () => {
    const halves = { ...scored, responsibilities: scored.responsibilities.map(() => 0.5) };
    const [label] = recordsOf([encoders({ minimum: 1 }).labels(halves, 0, originsOf([1]))]);
    expect(JSON.parse(text(label?.value)).responsibilities).toEqual({});
  });

  it("writes snapshots with the features' specification", () => {
    const mixture = scored.runs[0]!.mixture;
    const figures = { mean: Number.NaN, recent: -1 };
    const published = { model: "geyser", version: 0, previous: null, points: 60, mixture, logLikelihood: figures };
    const snapshot = snapshotSchema.parse(JSON.parse(text(encoders().snapshot(published).value)));
    expect(snapshot).toMatchObject({ model: "geyser", previous: null, logLikelihood: { mean: null, recent: -1 } });
    expect(snapshot.features[1]).toEqual({ path: "b", transform: "log1p", scale: "none" });
  });

  it("keeps a dead letter as it came, and says why", () => {
    const record = recordOf('{"a":\n1', { offset: 12, key: Uint8Array.of(9) });
    const error = new DecodeError("invalid-json", "the message is not JSON", { value: 'é\n"x' });
    const letter = encoders().deadLetter({ topic: "points", partition: 3 }, record, error);
    expect(letter).toMatchObject({ key: record.key, value: record.value, timestamp: record.timestamp });
    const headers = Object.fromEntries(Object.entries(letter.headers).map(([name, value]) => [name, text(value)]));
    expect(deadLetterHeadersSchema.parse(headers)).toEqual({
      "mixtide-source": "points/3/12",
      "mixtide-error": "invalid-json",
      "mixtide-message": 'the message is not JSON, got "é \\"x"',
    });
  });

  it("keeps a tombstone a tombstone", () => {
    const error = new DecodeError("tombstone", "the message has no value");
    const letter = encoders().deadLetter(
      { topic: "points", partition: 0 },
      recordOf(null, { timestamp: Number.NaN }),
      error,
    );
    expect(letter.value).toBeNull();
    expect(letter).not.toHaveProperty("timestamp");
  });
});
