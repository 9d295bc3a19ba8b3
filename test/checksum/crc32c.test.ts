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

  it("is long division for messages long enough to be folded", () => {
    const length = fc.oneof(
      fc.integer({ min: 6_600, max: 6_800 }),
      fc.integer({ min: 19_600, max: 20_200 }),
      fc.nat(70_000),
    );
    fc.assert(
      fc.property(length, fc.nat(2 ** 30), fc.nat(17), (bytes, seed, start) => {
        const all = noise(bytes + start, seed);
        expect(crc32c(all.subarray(start))).toBe(byBits(all.subarray(start)));
      }),
      { numRuns: 60 },
    );
  });

  it("finds every flipped bit of a long message", () => {
    const bytes = noise(25_000, 1);
    const sum = crc32c(bytes);
    for (let i = 0; i < bytes.length; i += 97) {
      bytes[i]! ^= 1 << (i % 8);
      expect(crc32c(bytes)).not.toBe(sum);
      bytes[i]! ^= 1 << (i % 8);
    }
    expect(crc32c(bytes)).toBe(sum);
  });
});

function noise(length: number, seed: number): Uint8Array {
  let state = seed | 1;
  return Uint8Array.from({ length }, () => {
    state = Math.imul(state, 1664525) + 1013904223;
    return state >>> 24;
  });
}
