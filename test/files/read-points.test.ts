import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { FileError } from "../../src/files/file-error.js";
import { openInput } from "../../src/files/open-input.js";
import { readPoints } from "../../src/files/read-points.js";

const folder = mkdtempSync(join(tmpdir(), "mixtide-files-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const rows = async (path: string, options = {}) => {
  const { points, columns, labels } = await readPoints(path, options);
  const { count, dimensions: D, values } = points;
  return { columns, labels, rows: Array.from({ length: count }, (_, i) => [...values.subarray(i * D, (i + 1) * D)]) };
};

const data = (name: string) => new URL(`../../data/${name}`, import.meta.url).pathname;

describe("readPoints", () => {
  it("reads the real data sets, gzipped ones by their content", async () => {
    const faithful = await readPoints(data("faithful.csv"));
    expect([faithful.points.count, faithful.columns]).toEqual([272, ["eruptions", "waiting"]]);
    const shuttle = await readPoints(data("shuttle.csv.gz"), { ignore: ["class"], label: "class" });
    expect([shuttle.points.count, shuttle.points.dimensions, shuttle.labels?.length]).toEqual([58_000, 9, 58_000]);
    expect(shuttle.labels?.filter((label) => label === "High")).toHaveLength(8903);
  });

  it.each([
    ["csv with a header", "a.csv", "u,v\n1,2\n3,4\n"],
    ["without a line end at the end, with CR LF and blank lines", "b.csv", "u,v\r\n1,2\r\n\r\n3,4"],
    ["quoted header and values", "c.csv", '"u","v"\n"1",2\n3,"4"\n'],
    ["ndjson objects", "d.ndjson", '{"u":1,"v":2}\n{"u":3,"v":4}\n'],
    ["a json array of objects", "e.json", '[{"u":1,"v":2},\n{"u":3,"v":4}]'],
    ["ndjson in a .json file", "f.json", '{"u":1,"v":2}\n{"u":3,"v":4}\n'],
    ["gzip without a telling name", "g.csv", gzipSync("u,v\n1,2\n3,4\n")],
    ["tabs", "h.tsv", "u\tv\n1\t2\n3\t4\n"],
  ])("%s", async (_, name, content) => {
    const read = await rows(file(name, content));
    expect(read).toEqual({
      columns: ["u", "v"],
      labels: undefined,
      rows: [
        [1, 2],
        [3, 4],
      ],
    });
  });

  it.each([
    ["csv without a header", "a.csv", "1,2\n3,4\n", {}],
    ["a json array of arrays", "b.json", "[[1,2],[3,4]]", {}],
    ["ndjson arrays", "c.jsonl", "[1,2]\n[3,4]\n", {}],
    ["packed float64", "d.f64", new Uint8Array(Float64Array.of(1, 2, 3, 4).buffer), { packedColumns: 2 }],
    ["packed float32", "e.f32", new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer), { packedColumns: 2 }],
  ])("names the columns x1, x2: %s", async (_, name, content, options) => {
    expect(await rows(file(name, content), options)).toMatchObject({
      columns: ["x1", "x2"],
      rows: [
        [1, 2],
        [3, 4],
      ],
    });
  });

  it("chooses, ignores and sets columns apart", async () => {
    const path = file("iris.csv", "w,l,species\n1,2,a\n3,4,b\n");
    expect(await rows(path, { label: "species" })).toMatchObject({ labels: ["a", "b"], columns: ["w", "l"] });
    expect(await rows(path, { columns: ["l", "w"] })).toMatchObject({
      columns: ["l", "w"],
      rows: [
        [2, 1],
        [4, 3],
      ],
    });
    expect(await rows(path, { ignore: ["species", "w"] })).toMatchObject({ rows: [[2], [4]] });
    const nested = file("nested.ndjson", '{"a":{"b":1},"t":"x"}\n{"a":{"b":2},"t":"y"}\n');
    expect(await rows(nested, { columns: ["a.b"] })).toMatchObject({ rows: [[1], [2]] });
  });

  it.each([
    ["an empty file", "a.csv", "", {}, "is empty: there are no points in it"],
    ["a header alone", "b.csv", "u,v\n", {}, "is empty: there are no points in it"],
    ["a text column", "c.csv", "u,v,w\n1,a,2\n2,b,3\n", {}, 'column "v" is not numeric (it holds "b")'],
    [
      "a text column: the numeric ones",
      "d.csv",
      "u,v,w\n1,a,2\n",
      {},
      "--ignore v, or choose with --columns from u, w",
    ],
    ["an unknown column", "e.csv", "u,v\n1,2\n", { columns: ["x"] }, 'has no column "x"; its columns are u, v'],
    ["nothing left", "f.csv", "u\n1\n", { ignore: ["u"] }, "no column is left"],
    ["text further down", "g.csv", "u\n1\n2\nx\n", {}, 'record 2 (counted from 0): u: expected a number, got "x"'],
    ["a short line", "h.csv", "u,v\n1,2\n3\n", {}, "record 1 (counted from 0): expected 2 columns, got 1"],
    ["an open quote", "i.csv", 'u,v\n1,2\n"3,4\n5,6\n', {}, "a quote is not closed"],
    ["doubled columns", "j.csv", "u,u\n1,2\n", {}, 'two columns are called "u"'],
    ["broken JSON", "k.json", "[1,", {}, "not JSON"],
    ["text in JSON", "l.ndjson", '{"u":1,"v":"a"}\n', {}, '"v" is not numeric in the first record'],
    ["packed without columns", "m.f64", new Uint8Array(16), {}, "--columns 8"],
    ["half a row", "n.f64", new Uint8Array(24), { packedColumns: 2 }, "rows have 16 bytes, 8 are left"],
    ["damaged gzip", "o.csv", gzipSync("u,v\n1,2\n").subarray(0, 20), {}, "damaged gzip"],
  ])("says what is wrong: %s", async (_, name, content, options, message) => {
    const failure = await readPoints(file(name, content), options).catch((error) => error);
    expect(failure).toBeInstanceOf(FileError);
    expect(failure.message).toContain(message);
    expect(failure.message).toContain(name);
  });

  it("takes numbers that are missing for NaN where that is asked for, whatever a table writes for them", async () => {
    const path = file("gaps.csv", "u,v\nNA,2\n3,\nnan,4\n5,null\n");
    await expect(readPoints(path)).rejects.toThrow(/record 0 .*number/);
    const { rows: read } = await rows(path, { missing: "marginalise" });
    expect(read).toEqual([
      [Number.NaN, 2],
      [3, Number.NaN],
      [Number.NaN, 4],
      [5, Number.NaN],
    ]);
  });

  it("leaves a missing file to the file system's own error", async () => {
    await expect(readPoints(join(folder, "none.csv"))).rejects.toMatchObject({ code: "ENOENT" });
  });
});

describe("openInput", () => {
  it("cuts the same records however the bytes come in pieces, and one bad quote costs one line", async () => {
    const text = 'u,v\n1,"a\nb"\r\n2,c\n\n"3,d\n4,"e ""f"""\n5,g';
    const expected = ['1,"a\nb"', "2,c", '"3,d', '4,"e ""f"""', "5,g"];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), async (sizes) => {
        async function* pieces() {
          for (let at = 0, n = 0; at < text.length; n++) {
            const size = sizes[n % sizes.length]!;
            yield Buffer.from(text.slice(at, at + size));
            at += size;
          }
        }
        const input = await openInput("-", { standardInput: pieces(), format: "csv" });
        const values: string[] = [];
        const offsets: number[] = [];
        for await (const piece of input.records)
          for (const { value, offset } of piece) {
            values.push(Buffer.from(value!).toString());
            offsets.push(offset);
          }
        expect(input).toMatchObject({ topic: "stdin", format: "csv", columns: ["u", "v"] });
        expect(values).toEqual(expected);
        expect(offsets).toEqual([0, 1, 2, 3, 4]);
      }),
      { numRuns: 100, seed: 5 },
    );
  });

  it("a quote that is never closed is given out alone, and what follows is not lost", async () => {
    const input = await openInput(file("open.csv", 'u,v\n1,2\n"3,4\n5,6\n7,8\n'));
    const values: string[] = [];
    for await (const piece of input.records) values.push(...piece.map(({ value }) => Buffer.from(value!).toString()));
    expect(values).toEqual(["1,2", '"3,4', "5,6", "7,8"]);
  });

  it("cuts a line beyond 16 MB, quoted or not, and goes on behind it", async () => {
    for (const quote of ["", '"']) {
      const long = `${quote}${"1".repeat(17 * 1024 * 1024)}`;
      const input = await openInput(file("long.csv", `u\n${long}\n2\n3\n`));
      const lengths: number[] = [];
      for await (const piece of input.records) lengths.push(...piece.map(({ value }) => value!.length));
      expect(lengths.reduce((a, b) => a + b, 0)).toBe(long.length + 2);
      expect(lengths.slice(-2)).toEqual([1, 1]);
      expect(lengths.length).toBeLessThan(6);
    }
  });

  it("guesses the format of standard input by its first character", async () => {
    async function* input(text: string) {
      yield Buffer.from(text);
    }
    const guess = async (text: string) => (await openInput("-", { standardInput: input(text) })).format;
    expect(await guess('{"a":1}\n')).toBe("json");
    expect(await guess("[1,2]\n")).toBe("json");
    expect(await guess("1,2\n")).toBe("csv");
  });
});
