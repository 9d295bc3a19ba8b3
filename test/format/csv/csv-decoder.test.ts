import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvDecoder } from "../../../src/format/csv/csv-decoder.js";
import { type LayoutOptions, PointLayout } from "../../../src/format/point-layout.js";
import { decodeOne, errorOf, recordOf, roomy } from "../support/decoding.js";

const decoder = (options: LayoutOptions, limits = roomy, delimiter = ",") =>
  new CsvDecoder(new PointLayout(options), limits, delimiter);
const decode = (text: string, options: LayoutOptions = { columns: ["a", "b"] }) =>
  decodeOne(decoder(options), new PointLayout(options).features.dimensions, recordOf(text));
const codeOf = (text: string | Uint8Array | null, options: LayoutOptions = { columns: ["a", "b"] }, limits = roomy) =>
  errorOf(decoder(options, limits), 2, recordOf(text)).code;

describe("CsvDecoder", () => {
  it("reads a line", () => {
    expect(decode("1.5,-2e3")).toEqual({
      points: [[1.5, -2000]],
      indices: [-1],
      timestamps: [1_700_000_000_000],
      ids: [],
      weights: undefined,
    });
  });

  it("reads several lines", () => {
    expect(decode("1,2\r\n\r\n3,4\r\n")).toMatchObject({
      points: [
        [1, 2],
        [3, 4],
      ],
      indices: [0, 1],
    });
    expect(decode("\n1,2\n")).toMatchObject({ points: [[1, 2]], indices: [-1] });
  });

  it.each([
    [" 1 ,\t2 ", [1, 2]],
    ['"1","2"', [1, 2]],
    ["+1,.5", [1, 0.5]],
    ["1.,1.e1", [1, 10]],
    ["-0,007", [-0, 7]],
  ])("reads the numbers of %j", (text, point) => {
    expect(decode(text).points).toEqual([point]);
  });

  it("picks columns, id, time and weight by name", () => {
    const options = {
      columns: ["id", "b", "text", "a", "at", "w"],
      features: ["a", "b"],
      id: "id",
      timestamp: "at",
      weight: "w",
    };
    expect(decode('"k ""1""",2,no number,1,2025-11-23,0.5', options)).toMatchObject({
      points: [[1, 2]],
      ids: ['k "1"'],
      timestamps: [1763856000000],
      weights: [0.5],
    });
    expect(decode(",2,,1,1763856000000,1", options)).toMatchObject({ ids: [], timestamps: [1763856000000] });
    expect(decode("7,2,,1,,1", options)).toMatchObject({ ids: ["7"], timestamps: [1_700_000_000_000] });
    expect(codeOf("7,2,,1,noon,1", options)).toBe("invalid-timestamp");
    expect(codeOf("7,2,,1,,-1", options)).toBe("invalid-weight");
    expect(codeOf("7,2,,1,,", options)).toBe("missing-value");
  });

  it.each([
    [null, "tombstone"],
    ["", "empty"],
    ["\n\r\n", "no-points"],
    ["1", "wrong-length"],
    ["1,2,3", "wrong-length"],
    ["1,2\n3", "wrong-length"],
    ["1,", "missing-value"],
    ["1,NA", "missing-value"],
    ["1,nan", "missing-value"],
    ["1,null", "missing-value"],
    ["1,two", "not-a-number"],
    ["1,0x10", "not-a-number"],
    ["1,1 2", "not-a-number"],
    ["1,--2", "not-a-number"],
    ["1,.", "not-a-number"],
    ["1,Infinity", "not-finite"],
    ["1,-inf", "not-finite"],
    ["1,1e400", "not-finite"],
    ["1,1e101", "out-of-range"],
    ['1,"2', "invalid-csv"],
    ['1,2"', "invalid-csv"],
    [Uint8Array.of(0x31, 0x2c, 0xff), "invalid-utf8"],
  ])("%j is a dead letter: %s", (text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it("bounds a message's bytes and lines", () => {
    const limits = { maxMessageBytes: 12, maxPointsPerMessage: 2 };
    expect(codeOf("1,2\n3,4\n5,6", { columns: 2 }, limits)).toBe("too-many-points");
    expect(codeOf("1,2\n3,4\n5,6,,", { columns: 2 }, limits)).toBe("too-large");
    expect(decodeOne(decoder({ columns: 2 }, limits), 2, recordOf("1,2\n3,4\n")).points).toHaveLength(2);
  });

  it("says in which line and column something is wrong", () => {
    expect(errorOf(decoder({ columns: ["a", "b"] }), 2, recordOf("1,2\n3,four")).message).toBe(
      'point 1: b: expected a number, got "four"',
    );
  });

  it("refuses a layout with columns that a line does not have", () => {
    expect(() => decoder({ columns: ["a", "b"], features: ["a", "c"] })).toThrow('no column "c"; the columns are a, b');
    expect(() => decoder({ features: ["a", "b"], id: "id" })).toThrow('no column "id"; the columns are a, b, as the');
  });

  it("reads every double back", () => {
    const doubles = fc.array(fc.double({ min: -1e100, max: 1e100, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(doubles, fc.constantFrom(",", ";", "\t"), (point, delimiter) => {
        const text = point.map((x) => (Object.is(x, -0) ? "-0" : String(x))).join(delimiter);
        expect(decodeOne(decoder({ columns: 3 }, roomy, delimiter), 3, recordOf(text)).points).toEqual([point]);
      }),
      { numRuns: 2_000 },
    );
  });
});
