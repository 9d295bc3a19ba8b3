import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DOUBLE_BYTES, writeDouble } from "../../../src/format/number/write-double.js";

function write(value: number): string {
  const bytes = new Uint8Array(3 + DOUBLE_BYTES).fill(0x23);
  const end = writeDouble(bytes, 3, value);
  return new TextDecoder().decode(bytes.subarray(3, end));
}

/** The text ECMAScript gives, except that −0 keeps its sign. */
function expectShortest(value: number): void {
  expect(write(value)).toBe(Object.is(value, -0) ? "-0" : String(value));
}

/** The double whose bits are `steps` above those of `value`. */
function neighbour(value: number, steps: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(steps));
  return view.getFloat64(0);
}

describe("writeDouble", () => {
  it("writes every double as its shortest decimal", () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), expectShortest), { numRuns: 8_000 });
  });

  it.each([
    [0, 1],
    [-50, 50],
    [-1e6, 1e6],
    [1e13, 1e16],
    [0, 1e-5],
  ])("writes doubles between %d and %d as their shortest decimals", (min, max) => {
    fc.assert(fc.property(fc.double({ min, max, noNaN: true }), expectShortest), { numRuns: 8_000 });
  });

  it("writes doubles that have few digits", () => {
    const decimal = fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 12 }));
    fc.assert(
      fc.property(decimal, ([digits, places]) => expectShortest(Number(`${digits}e-${places}`))),
      { numRuns: 8_000 },
    );
  });

  it("writes powers of two and of ten, and their neighbours", () => {
    for (let e = -40; e <= 70; e++)
      for (let steps = -3; steps <= 3; steps++) {
        expectShortest(neighbour(2 ** e, steps));
        expectShortest(neighbour(1.5 * 2 ** e, steps));
        expectShortest(neighbour(Number(`1e${Math.trunc(e / 3)}`), steps));
      }
  });

  it("writes small doubles, of few digits and of many", () => {
    const small = fc.tuple(fc.double({ min: 1, max: 10, noNaN: true }), fc.integer({ min: 1, max: 17 }), fc.nat(310));
    fc.assert(
      fc.property(small, ([x, digits, places]) => expectShortest(Number(`${x.toPrecision(digits)}e-${places}`))),
      { numRuns: 8_000 },
    );
  });

  it("writes whole numbers of every length", () => {
    for (let power = 1; power <= 2 ** 53; power *= 10)
      for (const x of [power - 1, power, power + 1, 3.7 * power, 9.99 * power]) {
        expectShortest(Math.floor(x));
        expectShortest(-Math.floor(x));
      }
  });

  it("writes halves and quarters of large numbers", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 50 }), fc.constantFrom(2, 4, 8, 16, 32), (x, d) =>
        expectShortest(x / d),
      ),
      { numRuns: 8_000 },
    );
  });

  it("stays within its room", () => {
    const texts = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(texts, (x) => {
        const bytes = new Uint8Array(DOUBLE_BYTES);
        expect(writeDouble(bytes, 0, x)).toBeLessThanOrEqual(DOUBLE_BYTES);
      }),
    );
  });

  it.each([
    0,
    -0,
    1,
    -1,
    10,
    99_999_999,
    100_000_000,
    123456789012345,
    1e15,
    2 ** 53,
    1e21,
    1e22,
    5e-324,
    Number.MAX_VALUE,
    1e-6,
    1e-7,
    0.1,
  ])("writes %d", expectShortest);
});
