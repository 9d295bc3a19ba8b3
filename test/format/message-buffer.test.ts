import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MessageBuffer } from "../../src/format/message-buffer.js";

const utf8 = (text: string) => new TextEncoder().encode(text);

describe("MessageBuffer", () => {
  it("keeps messages apart while it grows", () => {
    const part = fc.oneof(fc.string({ unit: "grapheme" }), fc.double({ noNaN: true, noDefaultInfinity: true }));
    fc.assert(
      fc.property(fc.array(fc.array(part, { maxLength: 5 }), { maxLength: 30 }), (messages) => {
        const buffer = new MessageBuffer(1);
        for (const [i, parts] of messages.entries()) {
          for (const one of parts) {
            if (typeof one === "number") buffer.number(one);
            else if (i % 2 === 0) buffer.text(one);
            else buffer.copy(utf8(one));
          }
          buffer.end(i % 3 === 0 ? null : Uint8Array.of(i), i);
        }
        const number = (x: number) => (Object.is(x, -0) ? "-0" : String(x));
        const texts = messages.map((parts) =>
          parts.map((one) => (typeof one === "number" ? number(one) : one)).join(""),
        );
        expect(buffer.count).toBe(messages.length);
        expect(buffer.messages()).toEqual(
          texts.map((text, i) => ({
            key: i % 3 === 0 ? null : Uint8Array.of(i),
            value: utf8(text),
            headers: {},
            timestamp: i,
          })),
        );
        expect(texts.map((_, i) => buffer.value(i))).toEqual(texts.map(utf8));
      }),
    );
  });

  it("hands out views that later messages leave alone", () => {
    const buffer = new MessageBuffer(4);
    buffer.text("abc");
    buffer.end(null, Number.NaN);
    const [early] = buffer.messages();
    buffer.text("defghijklmn");
    buffer.end(null, Number.NaN, { h: utf8("v") });
    expect(early?.value).toEqual(utf8("abc"));
    expect(buffer.messages()[1]).toEqual({ key: null, value: utf8("defghijklmn"), headers: { h: utf8("v") } });
  });

  it("hands out values that stay as they are however it grows", () => {
    const buffer = new MessageBuffer(1);
    const early: Uint8Array[] = [];
    const text = (i: number) => `${i}`.repeat(1 + ((i * 7919) % 50));
    for (let i = 0; i < 2_000; i++) {
      buffer.text(text(i).slice(0, 1));
      buffer.reserve(i % 64);
      buffer.copy(utf8(text(i).slice(1)));
      buffer.end(null, i);
      early.push(buffer.value(i));
    }
    early.forEach((value, i) => {
      expect(new TextDecoder().decode(value)).toBe(text(i));
      expect(buffer.messages()[i]?.value).toBe(value);
    });
  });

  it("closes messages that were written before the first of them was closed", () => {
    const buffer = new MessageBuffer(1);
    buffer.text("abcdef");
    buffer.end(null, 1, {}, 2);
    buffer.end(null, 2, {}, 5);
    buffer.end(null, 3);
    expect(buffer.messages().map(({ value }) => new TextDecoder().decode(value))).toEqual(["ab", "cde", "f"]);
  });

  it("writes little-endian words", () => {
    const buffer = new MessageBuffer(1);
    buffer.uint32(0xdeadbeef);
    buffer.float32(-1.5);
    buffer.end(null, 0);
    expect([...buffer.value(0)]).toEqual([0xef, 0xbe, 0xad, 0xde, 0, 0, 0xc0, 0xbf]);
  });

  it("refuses NaN, which JSON does not have", () => {
    expect(() => new MessageBuffer().number(Number.NaN)).toThrow(RangeError);
  });
});
