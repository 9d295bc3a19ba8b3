import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CHARACTER_BYTES, writeJsonString } from "../../../src/format/json/write-json-string.js";

function write(text: string): string {
  const bytes = new Uint8Array(1 + text.length * CHARACTER_BYTES + 2);
  return new TextDecoder().decode(bytes.subarray(1, writeJsonString(bytes, 1, text)));
}

describe("writeJsonString", () => {
  it("writes any text as JSON.stringify does", () => {
    const units = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes));
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: "grapheme" }), units), (text) => {
        expect(write(text)).toBe(JSON.stringify(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it("writes every character of ASCII, and those next to it", () => {
    for (let code = 0; code <= 0x100; code++) {
      const text = `id-${String.fromCharCode(code)}7`;
      expect(write(text)).toBe(JSON.stringify(text));
    }
  });
});
