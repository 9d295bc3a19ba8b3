import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DecodedBatch } from "../../../src/format/decoded-batch.js";
import { PackedDecoder, type PackedFormat } from "../../../src/format/packed/packed-decoder.js";
import { type LayoutOptions, PointLayout } from "../../../src/format/point-layout.js";
import { decodeOne, errorOf, plain, recordOf, roomy } from "../support/decoding.js";

/** Little-endian bytes of numbers, `shift` bytes into a larger buffer. */
function packed(numbers: readonly number[], format: PackedFormat = "packed-float64", shift = 0): Uint8Array {
  const size = format === "packed-float64" ? 8 : 4;
  const view = new DataView(new ArrayBuffer(shift + numbers.length * size));
  numbers.forEach((x, i) => {
    if (size === 8) view.setFloat64(shift + i * 8, x, true);
    else view.setFloat32(shift + i * 4, x, true);
  });
  return new Uint8Array(view.buffer, shift);
}

const decoder = (options: LayoutOptions, format: PackedFormat = "packed-float64", limits = roomy) =>
  new PackedDecoder(new PointLayout(options), limits, format);
const codeOf = (value: Uint8Array | null, options: LayoutOptions = { columns: 2 }, limits = roomy) =>
  errorOf(decoder(options, "packed-float64", limits), 2, recordOf(value)).code;

describe("PackedDecoder", () => {
  it("reads rows, wherever in memory they lie", () => {
    const coordinate = fc.double({ min: -1e100, max: 1e100, noNaN: true });
    const rows = fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 0, max: 9 }), (points, shift) => {
        const record = recordOf(packed(points.flat(), "packed-float64", shift));
        const found = decodeOne(decoder({ columns: 3 }), 3, record);
        expect(found.points).toEqual(points);
        expect(found.indices).toEqual(points.length === 1 ? [-1] : points.map((_, i) => i));
      }),
    );
  });

  it("reads float32 as the doubles they are", () => {
    const rows = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 0, max: 9 }), (numbers, shift) => {
        const record = recordOf(packed(numbers, "packed-float32", shift));
        expect(decodeOne(decoder({ columns: 1 }, "packed-float32"), 1, record).points.flat()).toEqual(numbers);
      }),
    );
  });

  it("picks, transforms and weighs columns", () => {
    const options: LayoutOptions = {
      columns: ["id", "x", "at", "w"],
      features: [{ path: "x", transform: "sqrt" }],
      id: "id",
      timestamp: "at",
      weight: "w",
    };
    const rows = packed([7, 4, 5, 0.5, Number.NaN, 9, Number.NaN, 1]);
    expect(decodeOne(decoder(options), 1, recordOf(rows))).toEqual({
      points: [[2], [3]],
      indices: [0, 1],
      timestamps: [5, 1_700_000_000_000],
      ids: [7, undefined],
      weights: [0.5, 1],
    });
  });

  it("goes on in a batch that already has points", () => {
    const batch = new DecodedBatch(2, "points", 0, 1);
    const subject = decoder({ columns: 2 });
    subject.decode(recordOf(packed([1, 2])), batch);
    expect(() => subject.decode(recordOf(packed([3, 4, 5, Infinity])), batch)).toThrow(
      "point 1: x2: expected a finite",
    );
    subject.decode(recordOf(packed([7, 8, 9, 10])), batch);
    expect(plain(batch)).toMatchObject({
      points: [
        [1, 2],
        [7, 8],
        [9, 10],
      ],
      indices: [-1, 0, 1],
    });
  });

  it.each([
    [null, "tombstone"],
    [packed([]), "empty"],
    [packed([1]), "wrong-length"],
    [packed([1, 2, 3]), "wrong-length"],
    [packed([1, 2]).subarray(1), "wrong-length"],
    [packed([1, Number.NaN]), "missing-value"],
    [packed([1, Infinity]), "not-finite"],
    [packed([-Infinity, 1]), "not-finite"],
    [packed([1, 1.1e100]), "out-of-range"],
  ])("%j is a dead letter: %s", (value, code) => {
    expect(codeOf(value)).toBe(code);
  });

  it("bounds a message's bytes and points", () => {
    const limits = { maxMessageBytes: 48, maxPointsPerMessage: 2 };
    expect(codeOf(packed([1, 2, 3, 4, 5, 6]), { columns: 2 }, limits)).toBe("too-many-points");
    expect(codeOf(packed([1, 2, 3, 4, 5, 6, 7, 8]), { columns: 2 }, limits)).toBe("too-large");
  });

  it("refuses ids and times that are none", () => {
    expect(codeOf(packed([1, 2, Infinity]), { columns: ["a", "b", "id"], id: "id" })).toBe("invalid-id");
    expect(codeOf(packed([1, 2, 1e30]), { columns: ["a", "b", "at"], timestamp: "at" })).toBe("invalid-timestamp");
  });
});
