import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FRAGMENT_SLACK, fragment, writeFragment } from "../../src/format/fragment.js";

describe("fragment", () => {
  it("is written as its UTF-8, whatever it holds and wherever it goes", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom("\x7f", "🿿", "\u{10ffff}", "ÿ", "a") }),
    );
    fc.assert(
      fc.property(text, fc.nat(9), (part, at) => {
        const bytes = new TextEncoder().encode(part);
        const view = new DataView(new ArrayBuffer(at + bytes.length + FRAGMENT_SLACK));
        const end = writeFragment(view, at, fragment(part));
        expect(new Uint8Array(view.buffer).subarray(at, end)).toEqual(bytes);
      }),
      { numRuns: 2_000 },
    );
  });
});
