import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { element, escapeText, polyline, short } from "../../src/plot/markup.js";
import { parseXml } from "./xml.js";

describe("escapeText", () => {
  it("carries any text through text and attributes, except what XML cannot hold", () => {
    const nasty = fc.string({
      unit: fc.oneof(fc.constantFrom("<", "&", '"', "'", "]]>", "\u0000", "\uD800"), fc.string()),
    });
    fc.assert(
      fc.property(nasty, (text) => {
        const node = parseXml(element("text", { title: text }, escapeText(text)));
        const expected = text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD");
        expect(node.text).toBe(expected);
        expect(node.attributes.title).toBe(expected);
      }),
    );
  });
});

describe("element", () => {
  it("leaves out undefined attributes and closes itself when empty", () => {
    expect(element("a", { b: undefined, c: 1.239, d: "x" })).toBe('<a c="1.24" d="x"/>');
    expect(element("a", {}, "", element("b", {}))).toBe("<a><b/></a>");
  });
});

describe("short", () => {
  it("keeps two decimals, no trailing zeros and no negative zero", () => {
    expect([1, 0.1 + 0.2, -0.004, 1e6 + 0.126, -2.5].map(short)).toEqual(["1", "0.3", "0", "1000000.13", "-2.5"]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])("refuses %s", (x) => {
    expect(() => short(x)).toThrow(`got ${x}`);
  });
});

describe("polyline", () => {
  it("begins every stretch anew and skips empty ones", () => {
    expect(
      polyline([
        [
          [0, 1],
          [2, 3],
        ],
        [],
        [[4, 5]],
      ]),
    ).toBe("M0 1L2 3M4 5");
  });
});
