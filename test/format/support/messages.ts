import type { PointFormat } from "../../../src/format/settings.js";
import type { Random } from "../../../src/random/random.js";

/** A message and what becomes of it. */
export interface TestMessage {
  readonly value: Uint8Array | null;
  /** Its points, if it is good. */
  readonly points?: readonly (readonly number[])[];
}

const utf8 = (text: string) => new TextEncoder().encode(text);

/** Packs rows; what is in them need not be usable. */
export function pack(rows: readonly (readonly number[])[], format: PointFormat): Uint8Array {
  const numbers = rows.flat();
  if (format === "packed-float32") return new Uint8Array(Float32Array.from(numbers).buffer);
  return new Uint8Array(Float64Array.from(numbers).buffer);
}

/** Writes good messages of three coordinates a, b, c. */
export function goodMessage(format: PointFormat, random: Random): TestMessage {
  const rows = 1 + Math.floor(random.uniform() ** 3 * 5);
  const exact = format === "packed-float32" ? Math.fround : (x: number) => x;
  const points = Array.from({ length: rows }, () =>
    Array.from({ length: 3 }, () => exact((random.uniform() - 0.5) * 1e4)),
  );
  switch (format) {
    case "json": {
      const objects = points.map(([a, b, c]) => ({ note: random.uniform() < 0.5 ? "é\n" : 7, c, b, a }));
      const content = random.uniform() < 0.5 ? points : objects;
      return { value: utf8(JSON.stringify(rows === 1 ? content[0] : content)), points };
    }
    case "csv": {
      const quoted = (x: number) => (random.uniform() < 0.3 ? `"${x}"` : String(x));
      return { value: utf8(points.map((point) => point.map(quoted).join(",")).join("\r\n")), points };
    }
    default:
      return { value: pack(points, format), points };
  }
}

const HOPELESS: readonly (Uint8Array | null)[] = [null, new Uint8Array(0)];

const BAD_JSON = [
  "",
  "nonsense",
  "[1,2",
  "[1,2,3]]",
  "[1,2,3,]",
  "{'a':1}",
  "[]",
  "{}",
  "null",
  "3",
  '"abc"',
  "[1,2]",
  "[1,2,3,4]",
  "[[1,2,3],[4,5]]",
  "[[1,2,3],{}]",
  "[1,2,null]",
  '[1,2,"3"]',
  "[1,2,1e400]",
  "[1,2,-1e200]",
  '{"a":1,"b":2}',
  '{"a":1,"b":2,"c":null}',
  '{"a":1,"b":2,"c":"3"}',
  '{"a":1,"b":2,"c":[3]}',
  '{"a":1,"b":2,"c":NaN}',
  '{"a":1,"b":2,"c":3,}',
  '{"a":1,"b":2,"c":1e999}',
  '{"a":1,"b":2,"c":3,"c":{}}',
  '{"__proto__":{"a":1,"b":2,"c":3}}',
  '{"a":1,"b":2,"\\u0063":"x"}',
  `${"[".repeat(3000)}`,
  `${'{"a":'.repeat(500)}1${"}".repeat(500)}`,
];

const BAD_CSV = [
  "\n\n",
  "1,2",
  "1,2,3,4",
  "1,2,",
  "1,2,x",
  '1,2,"3',
  '1,2,3"',
  "1,2,3\n4,5",
  "1,2,NaN",
  "1,2,inf",
  "1,2,1e300",
  "a,b,c",
  "1;2;3",
];

/** Messages of which none is good. */
export function badMessages(format: PointFormat): readonly TestMessage[] {
  const values = [...HOPELESS, ...badValues(format)];
  return values.map((value) => ({ value }));
}

function badValues(format: PointFormat): readonly Uint8Array[] {
  if (format === "json")
    return [...BAD_JSON.map(utf8), Uint8Array.of(0x5b, 0xff, 0x5d), utf8(`[1,2,3]${" ".repeat(5000)}`)];
  if (format === "csv")
    return [...BAD_CSV.map(utf8), Uint8Array.of(0x31, 0x2c, 0xc3, 0x28), utf8("1,2,3\n".repeat(900))];
  const large = format === "packed-float64" ? 1e101 : Infinity;
  return [
    pack([[1, 2]], format),
    pack([[1, 2, 3]], format).subarray(0, 5),
    pack([[1, 2, 3]], format).subarray(1),
    pack([[1, Number.NaN, 3]], format),
    pack(
      [
        [1, 2, 3],
        [4, 5, -Infinity],
      ],
      format,
    ),
    pack([[large, 2, 3]], format),
    pack(Array<number[]>(300).fill([1, 2, 3]), format),
  ];
}
