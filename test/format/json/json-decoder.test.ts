import { describe, expect, it } from "vitest";
import { DecodedBatch } from "../../../src/format/decoded-batch.js";
import { JsonDecoder } from "../../../src/format/json/json-decoder.js";
import { type LayoutOptions, PointLayout } from "../../../src/format/point-layout.js";
import { decodeOne, errorOf, plain, recordOf, roomy } from "../support/decoding.js";

const decoder = (options: LayoutOptions, limits = roomy) => new JsonDecoder(new PointLayout(options), limits);
const ab: LayoutOptions = { features: ["a", "b"] };
const decode = (text: string | Uint8Array, options: LayoutOptions = ab) => {
  const layout = new PointLayout(options);
  return decodeOne(new JsonDecoder(layout, roomy), layout.features.dimensions, recordOf(text));
};
const codeOf = (text: string | Uint8Array | null, options: LayoutOptions = ab, limits = roomy) =>
  errorOf(decoder(options, limits), 2, recordOf(text)).code;

describe("JsonDecoder", () => {
  it("reads an object", () => {
    expect(decode('{"a":1.5,"b":-2e3}')).toEqual({
      points: [[1.5, -2000]],
      indices: [-1],
      timestamps: [1_700_000_000_000],
      ids: [],
      weights: undefined,
    });
  });

  it.each([
    ['{"b":2,"a":1}', "keys in another order"],
    [' {\n"a" :\t1 , "b": 2\r} ', "white space"],
    ['\ufeff{"a":1,"b":2}', "a byte order mark"],
    ['{"x":{"a":9},"a":1,"y":[[],{},"]"],"b":2,"z":null}', "other keys"],
    ['{"\\u0061":1,"b":2}', "an escaped key"],
    ['{"a":9,"a":1,"b":2}', "a doubled key, of which the last one counts"],
    ['{"name":"Zoë ☃ 😀 \\" \\\\","a":1,"b":2}', "text in other scripts"],
    ['{"__proto__":{"a":9},"constructor":3,"a":1,"b":2}', "keys of the prototype"],
    ['{"a":1,"b":2,"c":1e999,"d":123456789012345678901234567890}', "huge numbers elsewhere"],
  ])("reads %s: %s", (text) => {
    expect(decode(text).points).toEqual([[1, 2]]);
  });

  it("keeps the sign of zero", () => {
    expect(decode('{"a":-0,"b":0}').points).toEqual([[-0, 0]]);
  });

  it("follows paths into objects and arrays", () => {
    const options = { features: ["load.cpu", "values[1]", "values.0.x"] };
    expect(decode('{"values":[{"x":3},2],"load":{"disk":0,"cpu":1}}', options).points).toEqual([[1, 2, 3]]);
    expect(decode('{"values":{"0":{"x":3},"1":2},"load":{"cpu":1}}', options).points).toEqual([[1, 2, 3]]);
  });

  it("reads an array of numbers by its columns", () => {
    expect(decode("[1,2]").points).toEqual([[1, 2]]);
    expect(decode("[1,2,3]", { columns: 3 }).points).toEqual([[1, 2, 3]]);
    const options = { columns: ["id", "b", "junk", "a"], features: ["a", "b"], id: "id" };
    expect(decode('["k",2,{"x":[]},1]', options)).toMatchObject({ points: [[1, 2]], ids: ["k"] });
  });

  it("reads several points a message, as arrays or as objects", () => {
    expect(decode("[[1,2],[3,4]]")).toMatchObject({
      points: [
        [1, 2],
        [3, 4],
      ],
      indices: [0, 1],
    });
    expect(decode('[{"a":1,"b":2},{"b":4,"a":3}]')).toMatchObject({
      points: [
        [1, 2],
        [3, 4],
      ],
      indices: [0, 1],
    });
    expect(decode("[[1,2]]")).toMatchObject({ points: [[1, 2]], indices: [0] });
  });

  it("reads columns that are named like paths", () => {
    const options = { columns: ["Sepal.Length", "x[0]"] };
    expect(decode("[1,2]", options).points).toEqual([[1, 2]]);
    expect(decode('{"Sepal.Length":1,"x[0]":2}', options).points).toEqual([[1, 2]]);
  });

  it("reads keys that JSON writes with escapes", () => {
    const options = { columns: ['say "hi"', "tab\t"] };
    expect(decode('{"say \\"hi\\"":1,"tab\\t":2}', options).points).toEqual([[1, 2]]);
  });

  it("reads id, time and weight", () => {
    const options = { ...ab, id: "id", timestamp: "at", weight: "w" };
    expect(decode('{"a":1,"b":2,"id":"k","at":"2025-11-23","w":0.5}', options)).toMatchObject({
      ids: ["k"],
      timestamps: [1763856000000],
      weights: [0.5],
    });
    expect(decode('{"a":1,"b":2,"id":7,"at":5,"w":0}', options)).toMatchObject({
      ids: [7],
      timestamps: [5],
      weights: [0],
    });
    expect(decode('{"a":1,"b":2,"w":1}', options)).toMatchObject({ ids: [], timestamps: [1_700_000_000_000] });
    expect(decode('{"a":1,"b":2,"id":null,"at":null,"w":1}', options)).toMatchObject({ ids: [], weights: undefined });
    expect(decode('{"a":1,"b":2,"id":"Zo\\u00eb☃","w":1}', options).ids).toEqual(["Zoë☃"]);
  });

  it("lets a number be several things at once", () => {
    const options = {
      features: ["t", { path: "t", transform: { cyclic: 24 } as const }],
      id: "t",
      timestamp: "t",
      weight: "t",
    };
    expect(decode('{"t":24}', options)).toMatchObject({
      points: [[24, 0, 1]],
      ids: [24],
      timestamps: [24],
      weights: [24],
    });
  });

  it.each([
    [null, "tombstone"],
    ["", "empty"],
    ["  ", "invalid-json"],
    ["[]", "no-points"],
    ["[[]]", "wrong-length"],
    ["not json", "invalid-json"],
    ['{"a":1,"b":2', "invalid-json"],
    ['{"a":1,"b":2}}', "invalid-json"],
    ['{"a":01,"b":2}', "invalid-json"],
    ['{"a":1,"b":NaN}', "invalid-json"],
    ['{"a":1,"b":2,"c":"\t"}', "invalid-json"],
    ['{"a":1,"b":2,"c":"\\x"}', "invalid-json"],
    [`${"[".repeat(50_000)}`, "invalid-json"],
    [`${"[".repeat(5_000)}${"]".repeat(5_000)}`, "wrong-length"],
    ["true", "wrong-shape"],
    ["17", "wrong-shape"],
    ['"text"', "wrong-shape"],
    ["null", "wrong-shape"],
    ["{}", "missing-value"],
    ['{"a":1}', "missing-value"],
    ['{"a":1,"b":null}', "missing-value"],
    ["[1,null]", "missing-value"],
    ['{"a":1,"b":"2"}', "not-a-number"],
    ['{"a":1,"b":true}', "not-a-number"],
    ['{"a":1,"b":[2]}', "not-a-number"],
    ['[1,"2"]', "not-a-number"],
    ["[1,[2]]", "not-a-number"],
    ['{"a":1,"b":1e400}', "not-finite"],
    ['{"a":1,"b":-1e400}', "not-finite"],
    ['{"a":1,"b":1e101}', "out-of-range"],
    ["[1]", "wrong-length"],
    ["[1,2,3]", "wrong-length"],
    ["[[1,2],[3]]", "wrong-length"],
    ["[[1,2],3]", "wrong-shape"],
    ['[{"a":1,"b":2},{"a":1}]', "missing-value"],
    ['{"a":1,"b":2,"b":null}', "missing-value"],
    ['{"__proto__":{"a":1,"b":2}}', "missing-value"],
    [Uint8Array.of(0x7b, 0xff, 0x7d), "invalid-utf8"],
    [new TextEncoder().encode('{"a":1,"b":2,"c":"é"}').fill(0x41, 19, 20), "invalid-utf8"],
  ])("%j is a dead letter: %s", (text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it.each([
    ['{"a":1,"b":2,"id":{}}', "invalid-id"],
    ['{"a":1,"b":2,"id":true}', "invalid-id"],
    ['{"a":1,"b":2,"id":1e999}', "invalid-id"],
    ['{"a":1,"b":2,"at":"noon"}', "invalid-timestamp"],
    ['{"a":1,"b":2,"at":1e30}', "invalid-timestamp"],
    ['{"a":1,"b":2}', "missing-value"],
    ['{"a":1,"b":2,"w":-1}', "invalid-weight"],
    ['{"a":1,"b":2,"w":"1"}', "not-a-number"],
    ['{"a":1,"b":2,"w":1e999}', "invalid-weight"],
  ])("%s is a dead letter: %s", (text, code) => {
    const options = {
      ...ab,
      id: "id",
      timestamp: "at",
      ...(text.includes('"w"') || code === "missing-value" ? { weight: "w" } : {}),
    };
    expect(codeOf(text, options)).toBe(code);
  });

  it("bounds a message's bytes and points", () => {
    const limits = { maxMessageBytes: 13, maxPointsPerMessage: 2 };
    expect(decodeOne(decoder(ab, limits), 2, recordOf("[[1,2],[3,4]]")).points).toHaveLength(2);
    expect(codeOf("[[1,2],[3,40]]", ab, limits)).toBe("too-large");
    expect(codeOf("[[1,2],[3,4],[5,6]]", ab, { ...limits, maxMessageBytes: 100 })).toBe("too-many-points");
  });

  it("names point, path and value, however large that is", () => {
    const long = "x".repeat(100_000);
    const error = errorOf(decoder(ab), 2, recordOf(`[[1,2],[3,"${long}"]]`));
    expect(error.message).toMatch(/^point 1: b: expected a number, got "x+…"$/);
    expect(error).toMatchObject({ path: "b", index: 1 });
    expect(error.message.length).toBeLessThan(120);
  });

  it("takes all points of a message or none, and goes on", () => {
    const batch = new DecodedBatch(2, "points", 0);
    const subject = decoder(ab);
    expect(subject.decode(recordOf("[[1,2],[3,4]]"), batch)).toBe(2);
    expect(() => subject.decode(recordOf('[[5,6],[7,8],[9,"x"]]'), batch)).toThrow("point 2: b");
    expect(subject.decode(recordOf('{"a":10,"b":11}', { offset: 18 }), batch)).toBe(1);
    expect(plain(batch).points).toEqual([
      [1, 2],
      [3, 4],
      [10, 11],
    ]);
    expect([...batch.offsets.subarray(0, 3)]).toEqual([17, 17, 18]);
  });

  it("leaves nothing of one message to the next", () => {
    const options = { ...ab, id: "id", timestamp: "at" };
    const batch = new DecodedBatch(2, "points", 0);
    const subject = decoder(options);
    subject.decode(recordOf('{"a":1,"b":2,"id":"k","at":5}'), batch);
    subject.decode(recordOf('{"a":3,"b":4}'), batch);
    expect(plain(batch)).toMatchObject({ ids: ["k", undefined], timestamps: [5, 1_700_000_000_000] });
    expect(() => subject.decode(recordOf('{"b":4}'), batch)).toThrow("a: expected a number");
  });
});
