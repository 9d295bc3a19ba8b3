import { describe, expect, it } from "vitest";
import { createDecoder } from "../../src/format/create-decoder.js";
import { DecodeError } from "../../src/format/decode-error.js";
import { DecodedBatch } from "../../src/format/decoded-batch.js";
import { PointLayout } from "../../src/format/point-layout.js";
import { decoderSettings, POINT_FORMATS } from "../../src/format/settings.js";
import { Random } from "../../src/random/random.js";
import { plain, recordOf } from "./support/decoding.js";
import { badMessages, goodMessage, type TestMessage } from "./support/messages.js";

const CODES = [
  "tombstone",
  "empty",
  "too-large",
  "too-many-points",
  "no-points",
  "invalid-utf8",
  "invalid-json",
  "invalid-csv",
  "wrong-shape",
  "wrong-length",
  "missing-value",
  "not-a-number",
  "not-finite",
  "out-of-range",
];

describe.each(POINT_FORMATS)("1,000 bad records among 10,000 good ones: %s", (format) => {
  it("gives each bad one exactly one error with a code, and each good one its points", () => {
    const layout = new PointLayout({ features: ["a", "b", "c"] });
    const settings = decoderSettings.parse({ format, maxMessageBytes: 5000, maxPointsPerMessage: 200 });
    const decoder = createDecoder(layout, settings);
    const random = new Random(7);
    const kinds = badMessages(format);
    const messages: TestMessage[] = Array.from({ length: 10_000 }, () => goodMessage(format, random));
    for (let i = 0; i < 1_000; i++)
      messages.splice(Math.floor(random.uniform() * messages.length), 0, kinds[i % kinds.length]!);

    const batch = new DecodedBatch(3, "points", 0);
    const errors = new Map<number, DecodeError>();
    messages.forEach(({ value }, offset) => {
      try {
        decoder.decode(recordOf(value, { offset }), batch);
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        errors.set(offset, error);
      }
    });

    const wrong = messages.filter(({ points }, offset) => errors.has(offset) === (points !== undefined));
    expect(wrong).toEqual([]);
    expect(errors.size).toBe(1_000);
    expect(plain(batch).points).toEqual(messages.flatMap(({ points }) => points ?? []));
    const expected = messages.flatMap(({ points }, offset) => (points ?? []).map(() => offset));
    expect([...batch.offsets.subarray(0, batch.count)]).toEqual(expected);
    const codes = new Set([...errors.values()].map(({ code }) => code));
    expect(CODES).toEqual(expect.arrayContaining([...codes]));
    expect(codes.size).toBeGreaterThanOrEqual(6);
    expect([...errors.values()].filter(({ message }) => !/^[^\p{Cc}]{10,200}$/u.test(message))).toEqual([]);
  });

  it("never takes random bytes for more than points, and never fails in another way", () => {
    const layout = new PointLayout({ features: ["a", "b", "c"] });
    const decoder = createDecoder(layout, decoderSettings.parse({ format }));
    const random = new Random(11);
    const batch = new DecodedBatch(3, "points", 0);
    let points = 0;
    let errors = 0;
    const starts = Array.from({ length: 50 }, () => goodMessage(format, random).value!);
    for (let i = 0; i < 10_000; i++) {
      const bytes = Uint8Array.from(starts[i % starts.length]!);
      for (let changes = 1 + (i % 3); changes > 0; changes--)
        bytes[Math.floor(random.uniform() * bytes.length)] = Math.floor(random.uniform() * 256);
      const before = batch.count;
      const kept = i % 4 === 0 ? Math.floor(random.uniform() * bytes.length) : bytes.length;
      try {
        points += decoder.decode(recordOf(bytes.subarray(0, kept)), batch);
        if (batch.count === before) throw new Error(`decoded to nothing: ${bytes}`);
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        errors++;
      }
    }
    expect(batch.count).toBe(points);
    expect(Math.min(errors, batch.count)).toBeGreaterThan(200);
    expect(batch.values.subarray(0, batch.count * 3).every((x) => Math.abs(x) <= 1e100)).toBe(true);
  });
});
