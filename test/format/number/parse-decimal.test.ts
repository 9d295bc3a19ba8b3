import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteCursor } from "../../../src/format/number/byte-cursor.js";
import { parseDecimal } from "../../../src/format/number/parse-decimal.js";

function parse(text: string): { value: number; position: number } {
  const cursor = new ByteCursor();
  cursor.open(new TextEncoder().encode(text));
  return { value: parseDecimal(cursor), position: cursor.position };
}

function expectSame(text: string): void {
  const { value, position } = parse(`${text},`);
  expect(Object.is(value, JSON.parse(text)), `${text} was read as ${value}`).toBe(true);
  expect(position).toBe(text.length);
}

const digits = (most: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: most }).map((list) => list.join(""));
const wholePart = fc.oneof(
  fc.constant("0"),
  fc.tuple(fc.integer({ min: 1, max: 9 }), digits(24)).map(([first, rest]) => `${first}${rest}`),
);
const decimalText = fc
  .tuple(
    fc.constantFrom("", "-"),
    wholePart,
    fc.option(digits(24), { nil: undefined }),
    fc.option(fc.tuple(fc.constantFrom("e", "E", "e+", "e-", "E-"), fc.integer({ min: 0, max: 330 })), {
      nil: undefined,
    }),
  )
  .map(([sign, whole, fraction, exponent]) => {
    return `${sign}${whole}${fraction === undefined ? "" : `.${fraction}`}${exponent === undefined ? "" : exponent.join("")}`;
  });

describe("parseDecimal", () => {
  it("reads every double back from its shortest text", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => expectSame(JSON.stringify(x))),
      { numRuns: 8_000 },
    );
  });

  it("reads coordinates as people write them", () => {
    const coordinate = fc.tuple(fc.double({ min: -1e4, max: 1e4, noNaN: true }), fc.integer({ min: 0, max: 20 }));
    fc.assert(
      fc.property(coordinate, ([x, places]) => expectSame(x.toFixed(places))),
      { numRuns: 8_000 },
    );
  });

  it("rounds any decimal as the engine does", () => {
    fc.assert(fc.property(decimalText, expectSame), { numRuns: 8_000 });
  });

  it("reads 17 digits, of any magnitude", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e300, max: 1e300, noNaN: true }),
        fc.integer({ min: 14, max: 21 }),
        (x, digits) => {
          expectSame(x.toExponential(digits - 1));
          expectSame(JSON.stringify(Number(x.toPrecision(digits))));
        },
      ),
      { numRuns: 8_000 },
    );
  });

  it("reads digits wherever the point stands among them", () => {
    const text = fc.tuple(digits(26), fc.nat(25), fc.nat(25)).map(([all, whole, zeros]) => {
      const first = all.slice(0, whole).replace(/^0+/, "");
      return `${first || "0"}.${"0".repeat(zeros)}${all.slice(whole) || "0"}`;
    });
    fc.assert(fc.property(text, expectSame), { numRuns: 8_000 });
  });

  it("rounds half-way cases, and their neighbours, as the engine does", () => {
    const odd = fc.bigInt({ min: 2n ** 53n, max: 2n ** 54n - 1n }).map((x) => x | 1n);
    fc.assert(
      fc.property(odd, fc.integer({ min: 0, max: 20 }), fc.constantFrom(-1n, 0n, 1n), (middle, power, step) => {
        expectSame(`${middle * 5n ** BigInt(power % 3) + step}e-${power % 3}`); // 16 to 18 digits
        expectSame(`${middle * 5n ** BigInt(power) * 10n + step}e-${power + 1}`);
        expectSame(`${middle * 5n ** BigInt(power) * 10n + step}e-${power + 8}`);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    "0",
    "-0",
    "0.0",
    "-0.000e7",
    "1e400",
    "-1e400",
    "5e-324",
    "2e-324",
    "2.2250738585072011e-308",
    "1e23",
    "0e99999999999",
    "9007199254740993",
    "1e-400",
  ])("reads %s", expectSame);

  it.each(["", "-", "+1", "01", "-01", "00", "1.", ".5", "-.5", "1e", "1e+", "1.e5", "--1", "e1", "NaN", "Infinity"])(
    "does not take %j for a number",
    (text) => {
      expect(parse(text)).toEqual({ value: Number.NaN, position: 0 });
    },
  );

  it("stops at any byte that is no digit", () => {
    for (let byte = 0; byte < 256; byte++) {
      if ((byte >= 0x30 && byte <= 0x39) || ".eE".includes(String.fromCharCode(byte))) continue;
      for (let length = 1; length < 10; length++) {
        const cursor = new ByteCursor();
        cursor.open(Uint8Array.from([...new TextEncoder().encode("7".repeat(length)), byte, 0x37, 0x37, 0x37]));
        expect(parseDecimal(cursor)).toBe(Number("7".repeat(length)));
        expect(cursor.position).toBe(length);
      }
    }
  });

  it("stops at the end, whatever was there before", () => {
    const cursor = new ByteCursor();
    for (let length = 30; length > 0; length--) {
      cursor.open(new TextEncoder().encode("1".repeat(length)));
      expect(parseDecimal(cursor)).toBe(Number("1".repeat(length)));
      expect(cursor.position).toBe(length);
    }
  });

  it("stops where the number ends", () => {
    expect(parse("1.5.2")).toEqual({ value: 1.5, position: 3 });
    expect(parse("12 ")).toEqual({ value: 12, position: 2 });
    expect(parse("-7]")).toEqual({ value: -7, position: 2 });
  });
});
