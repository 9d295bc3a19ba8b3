import { describe, expect, it } from "vitest";
import { POWERS, powerIndex, REMAINDERS, SPAN } from "../../../src/format/number/powers-of-ten.js";

/** A double as a whole number of units of 2^−1200. */
function units(value: number): bigint {
  let exponent = 0;
  let whole = value;
  while (!Number.isInteger(whole)) {
    whole *= 2 ** 50;
    exponent += 50;
  }
  return BigInt(whole) * 2n ** BigInt(1200 - exponent);
}

describe("powers of ten", () => {
  it("are known to twice the digits of a double", () => {
    for (let e = -SPAN; e <= SPAN; e++) {
      const index = powerIndex(e);
      const sum = units(POWERS[index]!) + units(REMAINDERS[index]!);
      const one = 2n ** 1200n;
      const exact = e < 0 ? one / 10n ** BigInt(-e) : one * 10n ** BigInt(e);
      const off = sum > exact ? sum - exact : exact - sum;
      expect(off * 2n ** 104n <= exact + 2n ** 104n, `10^${e}`).toBe(true);
      expect(POWERS[index]).toBe(Number(`1e${e}`));
    }
  });
});
