import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePath, valueAt } from "../../../src/format/features/path.js";

const event = { load: { cpu: 0.5, "a.b": 2 }, values: [1, { x: 3 }], "[0]": 4, "\\": 5, none: null, length: 9 };

describe("paths", () => {
  it.each([
    ["load.cpu", 0.5],
    ["load.a\\.b", 2],
    ["values.0", 1],
    ["values[1].x", 3],
    ["values.1.x", 3],
    ["\\[0]", 4],
    ["\\\\", 5],
    ["length", 9],
    ["none", null],
  ])("%s leads to %j", (path, value) => {
    expect(valueAt(event, parsePath(path))).toBe(value);
  });

  it.each([
    "load.disk",
    "values.2",
    "values[01]",
    "none.x",
    "load.cpu.x",
    "values.length",
    "constructor",
    "__proto__",
    "load.__proto__",
    "toString",
    "values.map",
  ])("%s leads nowhere", (path) => {
    expect(valueAt(event, parsePath(path))).toBeUndefined();
  });

  it("finds __proto__ only where the event has such a key", () => {
    expect(valueAt(JSON.parse('{"__proto__":{"x":1}}'), parsePath("__proto__.x"))).toBe(1);
  });

  it.each(["", ".", "a.", ".a", "a..b", "[0]", "a[x]", "a[-1]", "a[0]b", "a\\"])("%j is no path", (text) => {
    expect(() => parsePath(text)).toThrow(RangeError);
  });

  it("reads every key back that is written with escapes", () => {
    const escaped = (key: string) => key.replace(/[.[\\]/g, "\\$&");
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), (keys) => {
        expect(parsePath(keys.map(escaped).join("."))).toEqual(keys);
      }),
    );
  });
});
