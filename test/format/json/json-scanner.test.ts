import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DecodeError } from "../../../src/format/decode-error.js";
import { DecodedBatch } from "../../../src/format/decoded-batch.js";
import { JsonScanner } from "../../../src/format/json/json-scanner.js";
import { JsonValueReader } from "../../../src/format/json/json-value-reader.js";
import { PointAssembler } from "../../../src/format/point-assembler.js";
import { type LayoutOptions, PointLayout } from "../../../src/format/point-layout.js";
import type { MissingPolicy } from "../../../src/format/settings.js";
import { plain, recordOf, roomy } from "../support/decoding.js";

const options: LayoutOptions = { features: ["a", "n.x", "v.1"], id: "id", timestamp: "t", weight: "w" };

/** What the scanner reads; undefined = it declines. */
function scanned(
  layout: PointLayout,
  bytes: Uint8Array,
  scanner = new JsonScanner(layout, new PointAssembler(layout)),
) {
  const batch = new DecodedBatch(layout.features.dimensions, "points", 0);
  try {
    return scanner.scan(bytes, recordOf(bytes), batch, roomy.maxPointsPerMessage) ? plain(batch) : undefined;
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** What a full parse reads. */
function parsed(layout: PointLayout, bytes: Uint8Array, missing?: MissingPolicy) {
  const batch = new DecodedBatch(layout.features.dimensions, "points", 0);
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  new JsonValueReader(layout, new PointAssembler(layout, missing)).read(
    JSON.parse(text),
    recordOf(bytes),
    batch,
    roomy,
  );
  return plain(batch);
}

const space = fc.stringMatching(/^[ \n\r\t]{0,2}$/);
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }).map((x) => JSON.stringify(x)),
  fc.integer().map(String),
  fc.constantFrom("-0", "1e5", "2E-3", "1.50", "1e400", "01", "1.", "-"),
);
const scalar = fc.oneof(
  { weight: 6, arbitrary: number },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }).map((text) => JSON.stringify(text)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("true", "false", "null", '"2025-11-23T10:00Z"', '"\\u00e9\\n"', '"\\x"', "nul", '"'),
  },
);
const key = fc.constantFrom("a", "n", "x", "v", "id", "t", "w", "other", "é", "__proto__", "\\u0061", "", "A");

/** JSON text, for the most part, in which the wanted paths are often met. */
const jsonText = fc.letrec<{ value: string; object: string; array: string }>((tie) => ({
  value: fc.oneof({ depthSize: "small" }, { weight: 3, arbitrary: scalar }, tie("object"), tie("array")),
  object: fc
    .array(fc.tuple(space, key, space, tie("value"), space), { maxLength: 6 })
    .map((fields) => `{${fields.map(([s, name, t, value, u]) => `${s}"${name}"${t}:${value}${u}`).join(",")}}`),
  array: fc
    .array(fc.tuple(space, tie("value")), { maxLength: 4 })
    .map((list) => `[${list.map((part) => part.join("")).join(",")}]`),
}));

const goodPoint = fc.record({
  a: fc.double({ min: -1e9, max: 1e9, noNaN: true }),
  n: fc.record({ x: fc.integer(), y: fc.anything({ maxDepth: 1 }).map((value) => JSON.stringify(value) ?? null) }),
  v: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 4 }),
  id: fc.oneof(fc.string({ unit: "grapheme" }), fc.integer()),
  t: fc.oneof(fc.integer({ min: 0 }), fc.constant("2025-11-23T10:00:00.5+01:00")),
  w: fc.double({ min: 0, max: 10, noNaN: true }),
  other: fc.json(),
});

describe("JsonScanner", () => {
  const layout = new PointLayout(options);
  const unweighted = new PointLayout({ ...options, weight: undefined });

  it("reads the usual message without help", () => {
    const text = '{"id":"é","extra":{"deep":[1,"\\n"]},"a":1,"n":{"y":0,"x":2},"v":[0,3],"t":"2025-11-23","w":1}';
    expect(scanned(layout, new TextEncoder().encode(text))).toMatchObject({ points: [[1, 2, 3]], ids: ["é"] });
    expect(scanned(layout, new TextEncoder().encode(`[${text},${text}]`))?.points).toHaveLength(2);
  });

  it("reads good points as a full parse does, in any order of keys", () => {
    let read = 0;
    fc.assert(
      fc.property(fc.array(goodPoint, { minLength: 1, maxLength: 3 }), fc.integer(), (points, turn) => {
        const turned = points.map((point) => {
          const entries = Object.entries(point);
          const at = Math.abs(turn) % entries.length;
          return Object.fromEntries([...entries.slice(at), ...entries.slice(0, at)]);
        });
        const bytes = new TextEncoder().encode(JSON.stringify(turned, null, turn % 3));
        const found = scanned(layout, bytes);
        if (found !== undefined) {
          read++;
          expect(found).toEqual(parsed(layout, bytes));
        }
      }),
      { numRuns: 1_000 },
    );
    expect(read).toBeGreaterThan(500);
  });

  it("declines whatever it would read otherwise than a full parse", () => {
    const rows = new PointLayout({ columns: ["a", "b"], id: "b" });
    fc.assert(
      fc.property(fc.oneof(jsonText.object, jsonText.array, jsonText.value), (text) => {
        const bytes = new TextEncoder().encode(text);
        for (const subject of [layout, rows]) {
          const found = scanned(subject, bytes);
          if (found !== undefined) expect(found).toEqual(parsed(subject, bytes));
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it("declines, where numbers may be missing, whatever it would read otherwise than a full parse", () => {
    const rows = new PointLayout({ columns: ["a", "b"], id: "b" });
    let gaps = 0;
    fc.assert(
      fc.property(fc.oneof(jsonText.object, jsonText.array, jsonText.value), (text) => {
        const bytes = new TextEncoder().encode(text);
        for (const subject of [unweighted, rows]) {
          const scanner = new JsonScanner(subject, new PointAssembler(subject, "marginalise"));
          const found = scanned(subject, bytes, scanner);
          if (found === undefined) continue;
          if (found.points.flat().some(Number.isNaN)) gaps++;
          expect(found).toEqual(parsed(subject, bytes, "marginalise"));
        }
      }),
      { numRuns: 3_000 },
    );
    expect(gaps).toBeGreaterThan(300);
  });

  it("declines damaged messages", () => {
    const damage = fc.tuple(
      goodPoint,
      fc.nat(),
      fc.integer({ min: 0, max: 255 }),
      fc.constantFrom("replace", "remove", "cut"),
    );
    fc.assert(
      fc.property(damage, ([point, place, byte, kind]) => {
        const bytes = new TextEncoder().encode(JSON.stringify(point));
        const at = place % bytes.length;
        if (kind === "replace") bytes[at] = byte;
        const damaged =
          kind === "cut"
            ? bytes.subarray(0, at)
            : kind === "remove"
              ? Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + 1))
              : bytes;
        const found = scanned(layout, damaged);
        if (found !== undefined) expect(found).toEqual(parsed(layout, damaged));
      }),
      { numRuns: 3_000 },
    );
  });

  it("reads a message the same whatever it read before", () => {
    const fields = fc.shuffledSubarray([
      '"a":1',
      '"n":{"x":2,"é":0}',
      '"v":[0,3]',
      '"w":1',
      '"id":"p1"',
      '"t":5',
      '"é":1',
      '"other":"é"',
      '"b":{"a":7}',
      '"aa":"\\n"',
      `"${"long".repeat(20)}":[]`,
    ]);
    const scanner = new JsonScanner(layout, new PointAssembler(layout));
    let read = 0;
    fc.assert(
      fc.property(fields, fc.integer({ min: 0, max: 3 }), (some, cut) => {
        const whole = new TextEncoder().encode(`{${some.join(cut === 1 ? " , " : ",")}}`);
        const bytes = whole.subarray(0, cut === 0 ? whole.length - 1 : whole.length);
        const found = scanned(layout, bytes, scanner);
        expect(found).toEqual(scanned(layout, bytes));
        if (found !== undefined) read++;
      }),
      { numRuns: 5_000 },
    );
    expect(read).toBeGreaterThan(50);
  });

  it("takes no key for known that is not UTF-8", () => {
    const scanner = new JsonScanner(layout, new PointAssembler(layout));
    const [front, back] = ['{"', '":0,"a":1,"n":{"x":2},"v":[0,3],"w":1}'].map((text) =>
      new TextEncoder().encode(text),
    );
    const message = (...key: number[]) => Uint8Array.of(...front!, ...key, ...back!);
    for (let i = 0; i < 3; i++) {
      expect(scanned(layout, message(0xff), scanner)).toBeUndefined();
      expect(scanned(layout, message(0x7a), scanner)?.points).toEqual([[1, 2, 3]]);
      expect(scanned(layout, message(0xc3, 0xa9), scanner)?.points).toEqual([[1, 2, 3]]);
    }
  });

  it("does not look behind the end of a message", () => {
    const rows = new PointLayout({ columns: 2 });
    const scanner = new JsonScanner(rows, new PointAssembler(rows));
    const read = (text: string) => scanned(rows, new TextEncoder().encode(text), scanner)?.points;
    expect(read("[1.5,123456789]")).toEqual([[1.5, 123456789]]);
    for (let end = 1; end < 15; end++) expect(read("[1.5,123456789]".slice(0, end))).toBeUndefined();
    expect(read("[1.5,123]")).toEqual([[1.5, 123]]);
    expect(read("[1.5,123]\0")).toBeUndefined();
  });

  it.each([
    '{"a":1,"a":2,"n":{"x":1},"v":[0,1],"w":1}',
    '{"a":1,"n":{"x":1},"n":{},"v":[0,1],"w":1}',
    '{"\\u0061":1,"n":{"x":1},"v":[0,1],"w":1}',
    '{"a":1,"n":{"x":1},"v":{"1":1},"w":1,"id":"\\u0061"}',
    `{"a":1,"n":{"x":1},"v":[0,1],"w":1,"z":${"[".repeat(100)}${"]".repeat(100)}}`,
  ])("leaves %s to the full parser", (text) => {
    expect(scanned(layout, new TextEncoder().encode(text))).toBeUndefined();
  });
});
