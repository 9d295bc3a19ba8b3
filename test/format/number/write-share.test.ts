import fc from "fast-check";
import { expect, it } from "vitest";
import { SHARE_BYTES, writeShare } from "../../../src/format/number/write-share.js";

function write(share: number): string {
  const bytes = new Uint8Array(3 + SHARE_BYTES).fill(0x23);
  const end = writeShare(new DataView(bytes.buffer), 3, share);
  expect(new TextDecoder().decode(bytes.subarray(0, 3))).toBe("###");
  return new TextDecoder().decode(bytes.subarray(3, end));
}

it("writes every number of millionths as JSON does", () => {
  for (let n = 0; n <= 1_000_000; n += n < 2000 || n > 998_000 ? 1 : 37)
    if (write(n / 1e6) !== (n / 1e6).toFixed(6).replace(/\.?0+$/, "")) expect(write(n / 1e6)).toBe(String(n / 1e6));
});

it.each([
  [0, "0"],
  [1, "1"],
  [0.5, "0.5"],
  [0.1, "0.1"],
  [0.000001, "0.000001"],
  [1 / 3, "0.333333"],
  [2 / 3, "0.666667"],
  [1 / 20_001, "0.00005"],
  [0.9999996, "1"],
  [0.0000004, "0"],
])("writes %d as %s", (share, text) => {
  expect(write(share)).toBe(text);
});

it("is half a millionth off at most", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
      expect(Math.abs(JSON.parse(write(share)) - share)).toBeLessThanOrEqual(0.5000001e-6);
    }),
  );
});
