import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createDecoder } from "../../src/format/create-decoder.js";
import { DecodedBatch } from "../../src/format/decoded-batch.js";
import { type LayoutOptions, PointLayout } from "../../src/format/point-layout.js";
import { decoderSettings, POINT_FORMATS, type PointFormat } from "../../src/format/settings.js";
import { decodeOne, errorOf, recordOf } from "./support/decoding.js";
import { pack } from "./support/messages.js";

const columns = { columns: ["a", "b"] };

function decoderOf(format: PointFormat, options: LayoutOptions, missing = "marginalise") {
  return createDecoder(new PointLayout(options), decoderSettings.parse({ format, missing }));
}

const pointsOf = (format: PointFormat, value: string | Uint8Array, options: LayoutOptions = columns) =>
  decodeOne(decoderOf(format, options), new PointLayout(options).features.dimensions, recordOf(value)).points;

const codeOf = (format: PointFormat, value: string | Uint8Array, options: LayoutOptions, missing?: string) =>
  errorOf(decoderOf(format, options, missing), 2, recordOf(value)).code;

describe("features that are missing, marginalised", () => {
  it.each<[PointFormat, string | Uint8Array]>([
    ["json", '{"a":1,"b":null}'],
    ["json", '{"a":1}'],
    ["json", "[1,null]"],
    ["json", '{ "b" : null , "a" : 1 }'],
    ["json", '{"b":2,"a":1,"b":null}'],
    ["csv", "1,"],
    ["csv", "1,NaN"],
    ["csv", "1, NA "],
    ["csv", "1,null"],
    ["csv", '1,""'],
    ["packed-float64", pack([[1, Number.NaN]], "packed-float64")],
    ["packed-float32", pack([[1, Number.NaN]], "packed-float32")],
  ])("%s %s is a point with a gap, and a dead letter by default", (format, value) => {
    expect(pointsOf(format, value)).toEqual([[1, Number.NaN]]);
    expect(codeOf(format, value, columns, "dead-letter")).toBe("missing-value");
  });

  it.each<[PointFormat, string | Uint8Array]>([
    ["json", "{}"],
    ["json", '{"a":null,"c":"d"}'],
    ["json", "[null,null]"],
    ["csv", ","],
    ["packed-float64", pack([[Number.NaN, Number.NaN]], "packed-float64")],
    ["packed-float32", pack([[Number.NaN, Number.NaN]], "packed-float32")],
  ])("%s %s, of which nothing is there, is still a point", (format, value) => {
    expect(pointsOf(format, value)).toEqual([[Number.NaN, Number.NaN]]);
  });

  it.each<[PointFormat, string | Uint8Array]>([
    ["json", '[{"a":1},{"a":3,"b":4},{"b":6}]'],
    ["json", "[[1,null],[3,4],[null,6]]"],
    ["csv", "1,\n3,4\n,6"],
    ...(["packed-float64", "packed-float32"] as const).map((format): [PointFormat, Uint8Array] => [
      format,
      pack(
        [
          [1, Number.NaN],
          [3, 4],
          [Number.NaN, 6],
        ],
        format,
      ),
    ]),
  ])("%s %s: each point has its own gaps", (format, value) => {
    expect(pointsOf(format, value)).toEqual([
      [1, Number.NaN],
      [3, 4],
      [Number.NaN, 6],
    ]);
  });

  it("are missing where a path leads through what is no object, too", () => {
    const nested: LayoutOptions = { features: ["load.cpu", "values[1]"] };
    for (const text of ['{"load":null,"values":[0,2]}', '{"load":7,"values":{"1":2}}', '{"values":[0,2]}'])
      expect(pointsOf("json", text, nested)).toEqual([[Number.NaN, 2]]);
    expect(pointsOf("json", '{"load":{"cpu":1},"values":[0]}', nested)).toEqual([[1, Number.NaN]]);
  });

  it("stay missing through transforms, scales and cycles", () => {
    const features: LayoutOptions["features"] = [
      { path: "a", transform: "log" },
      { path: "b", transform: { cyclic: 24 } },
      { path: "a", scale: 1000 },
    ];
    const gap = Number.NaN;
    expect(pointsOf("json", '{"b":6}', { features })).toEqual([[gap, 1, expect.closeTo(0, 15), gap]]);
    expect(pointsOf("json", '{"a":1}', { features })).toEqual([[0, gap, gap, 0.001]]);
  });

  it("do not excuse what is there and wrong", () => {
    expect(codeOf("json", '{"a":1,"b":"2"}', columns)).toBe("not-a-number");
    expect(codeOf("json", '{"a":1,"b":"NaN"}', columns)).toBe("not-a-number");
    expect(codeOf("json", '{"a":1,"b":[]}', columns)).toBe("not-a-number");
    expect(codeOf("json", '{"a":1,"b":nul}', columns)).toBe("invalid-json");
    expect(codeOf("json", "[1]", columns)).toBe("wrong-length");
    expect(codeOf("json", "null", columns)).toBe("wrong-shape");
    expect(codeOf("csv", "1", columns)).toBe("wrong-length");
    expect(codeOf("csv", "1,x", columns)).toBe("not-a-number");
    expect(codeOf("csv", "1,inf", columns)).toBe("not-finite");
    expect(codeOf("packed-float64", pack([[Number.NaN, Infinity]], "packed-float64"), columns)).toBe("not-finite");
    const log: LayoutOptions = { features: [{ path: "a", transform: "log" }, "b"] };
    expect(codeOf("json", '{"a":-1}', log)).toBe("outside-domain");
  });

  it("do not extend to weights", () => {
    const weighted: LayoutOptions = { columns: ["a", "b", "w"], weight: "w" };
    for (const [format, value] of [
      ["json", '{"a":1,"b":2}'],
      ["json", '{"a":1,"b":2,"w":null}'],
      ["json", "[1,2,null]"],
      ["csv", "1,2,"],
      ["packed-float64", pack([[1, 2, Number.NaN]], "packed-float64")],
      ["packed-float32", pack([[1, 2, Number.NaN]], "packed-float32")],
    ] as [PointFormat, string | Uint8Array][])
      expect(codeOf(format, value, weighted), `${format} ${value}`).toBe("missing-value");
    const both: LayoutOptions = { features: ["a", "b"], weight: "b" };
    expect(codeOf("json", '{"a":1}', both)).toBe("missing-value");
    expect(pointsOf("json", '{"b":2}', both)).toEqual([[Number.NaN, 2]]);
  });

  it("leave id and time to themselves", () => {
    const all: LayoutOptions = { features: ["a", "b"], id: "id", timestamp: "at" };
    const found = decodeOne(decoderOf("json", all), 2, recordOf('[{"a":1,"id":null,"at":7},{"id":"x","at":null}]'));
    expect(found).toMatchObject({ ids: [undefined, "x"], timestamps: [7, 1_700_000_000_000] });
    const shared: LayoutOptions = { features: ["a", "b"], id: "b", timestamp: "a" };
    const [first] = [decodeOne(decoderOf("json", shared), 2, recordOf('{"a":null,"b":null}'))];
    expect(first).toMatchObject({ points: [[Number.NaN, Number.NaN]], ids: [] });
  });

  it("have the same bits whatever NaN was sent: the state's digest depends on them", () => {
    const odd = new Uint8Array(Float64Array.of(1, 2).buffer);
    odd.set([1, 2, 3, 0, 0, 0, 0xf4, 0xff], 8); // a signalling NaN with a sign and a payload
    const canonical = [...new BigUint64Array(Float64Array.of(Number.NaN).buffer)];
    for (const [format, value] of [
      ["packed-float64", odd],
      ["packed-float32", Uint8Array.of(0, 0, 0x80, 0x3f, 1, 2, 0xa0, 0xff)],
      ["csv", new TextEncoder().encode("1,NaN")],
      ["json", new TextEncoder().encode('{"a":1}')],
    ] as [PointFormat, Uint8Array][]) {
      const batch = new DecodedBatch(2, "points", 0);
      decoderOf(format, columns).decode(recordOf(value), batch);
      expect([...new BigUint64Array(batch.values.slice(1, 2).buffer)], format).toEqual(canonical);
    }
  });
});

describe.each(POINT_FORMATS)("%s", (format) => {
  it("gives back the gaps of any message, and in messages without any what it gives by default", () => {
    const coordinate = fc.oneof(
      { weight: 3, arbitrary: fc.float({ noNaN: true, noDefaultInfinity: true }) },
      { weight: 1, arbitrary: fc.constant(Number.NaN) },
    );
    const rows = fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 8 });
    const strict = decoderOf(format, columns, "dead-letter");
    fc.assert(
      fc.property(rows, (points) => {
        const record = recordOf(encoded(points, format));
        expect(decodeOne(decoderOf(format, columns), 2, record).points).toEqual(points);
        if (!points.flat().some(Number.isNaN)) expect(decodeOne(strict, 2, record).points).toEqual(points);
      }),
      { numRuns: 300 },
    );
  });
});

/** A gap is null in JSON, which has no NaN, and an empty field in CSV. */
function encoded(points: readonly (readonly number[])[], format: PointFormat): string | Uint8Array {
  const text = (x: number, gap: string) => (Number.isNaN(x) ? gap : Object.is(x, -0) ? "-0" : String(x));
  if (format === "json") return `[${points.map((row) => `[${row.map((x) => text(x, "null")).join(",")}]`).join(",")}]`;
  if (format === "csv") return points.map((row) => row.map((x) => text(x, "")).join(",")).join("\n");
  return pack(points, format);
}
