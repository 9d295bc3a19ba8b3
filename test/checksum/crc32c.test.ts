import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crc32c } from "../../src/checksum/crc32c.js";

/** By long division, a bit at a time. */
function byBits(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

describe("crc32c", () => {
  it.each([
    ["nothing", new Uint8Array(0), 0],
    ["the check string 123456789", Buffer.from("123456789"), 0xe3069283],
    // RFC 3720, B.4
    ["32 zeros", new Uint8Array(32), 0x8a9136aa],
    ["32 ones", new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ["ascending", Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    ["descending", Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
  ])("is as published for %s", (_, bytes, sum) => {
    expect(crc32c(bytes)).toBe(sum);
  });

  it("is long division, whatever the length and wherever in a buffer", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(9), (bytes, start) => {
        const part = bytes.subarray(Math.min(start, bytes.length));
        expect(crc32c(part)).toBe(byBits(part));
      }),
    );
  });
});
