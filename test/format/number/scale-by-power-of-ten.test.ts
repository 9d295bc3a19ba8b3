import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scaleByAnyPowerOfTen, scaleByPowerOfTen } from "../../../src/format/number/scale-by-power-of-ten.js";

/** Scales a whole number of more than 9 digits, written out. */
function scale(digits: string, exponent: number): number {
  return scaleByPowerOfTen(Number(digits.slice(0, 9)), Number(digits.slice(9)), digits.length, exponent);
}

describe("scaleByPowerOfTen", () => {
  it.each([
    ["9007199254740992", 0, 2 ** 53],
    ["12345678901234567", -16, 1.2345678901234567],
    ["999999999999999999", -18, 1],
    ["1234567890", 22, 1.23456789e31],
  ])("scales %s by 10^%d", (digits, exponent, value) => {
    expect(scale(digits, exponent)).toBe(value);
  });

  it("does not decide between two doubles that are equally far, above or below", () => {
    expect(scale("9007199254740993", 0)).toBeNaN(); // 2^53 + 1
    expect(scale("9007199254740995", 0)).toBeNaN(); // 2^53 + 3
    expect(scale("90071992547409930", -1)).toBeNaN();
    expect(scale("90071992547409950", -1)).toBeNaN();
  });

  it("leaves powers of ten alone that are no doubles", () => {
    expect(scaleByPowerOfTen(1, 0, 1, 23)).toBeNaN();
    expect(scaleByPowerOfTen(1, 0, 1, -23)).toBeNaN();
    expect(scaleByPowerOfTen(0, 0, 0, -400)).toBe(0);
  });
});

describe("scaleByAnyPowerOfTen", () => {
  it("is right wherever it decides, which is nearly always", () => {
    let decided = 0;
    const head = fc.integer({ min: 1, max: 999_999_999_999_999 });
    const tail = fc.integer({ min: 0, max: 99_999_999 });
    fc.assert(
      fc.property(head, tail, fc.integer({ min: -300, max: 290 }), (first, last, exponent) => {
        const value = scaleByAnyPowerOfTen(first, last, 17, exponent);
        if (Number.isNaN(value)) return;
        decided++;
        expect(value).toBe(Number(`${first}${String(last).padStart(8, "0")}e${exponent}`));
      }),
      { numRuns: 5_000 },
    );
    expect(decided).toBeGreaterThan(3_000);
  });

  it("does not decide between two doubles that are equally far", () => {
    expect(scaleByAnyPowerOfTen(90071992, 54740993, 17, 0)).toBeNaN(); // 2^53 + 1
  });

  it("leaves alone what is beyond the powers at hand", () => {
    expect(scaleByAnyPowerOfTen(1, 0, 9, 281)).toBeNaN();
    expect(scaleByAnyPowerOfTen(1, 0, 9, -281)).toBeNaN();
    expect(scaleByAnyPowerOfTen(0, 0, 9, -281)).toBe(0);
  });
});
