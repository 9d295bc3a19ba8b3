import { describe, expect, it } from "vitest";
import { scaleByPowerOfTen } from "../../../src/format/number/scale-by-power-of-ten.js";

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
