import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvSplitter } from "../../../src/format/csv/csv-splitter.js";
import { DecodeError } from "../../../src/format/decode-error.js";

function split(text: string, delimiter = ","): string[][] {
  const splitter = new CsvSplitter(delimiter);
  splitter.open(new TextEncoder().encode(text));
  const rows: string[][] = [];
  while (splitter.next()) rows.push(Array.from({ length: splitter.fields }, (_, field) => splitter.text(field)));
  expect(splitter.done).toBe(true);
  return rows;
}

describe("CsvSplitter", () => {
  it.each([
    ["a,b,c", [["a", "b", "c"]]],
    [
      "a,b\nc,d\n",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    [
      "a,b\r\nc,d\r\n",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    ["a,b\r", [["a", "b"]]],
    ["\n\r\na\n\n\nb\n\r\n", [["a"], ["b"]]],
    [",", [["", ""]]],
    [
      "a,\n,b",
      [
        ["a", ""],
        ["", "b"],
      ],
    ],
    ['"a","b, c"', [["a", "b, c"]]],
    [
      '"a\nb","c\r\nd"\ne,f',
      [
        ["a\nb", "c\r\nd"],
        ["e", "f"],
      ],
    ],
    ['"say ""hi""",""', [['say "hi"', ""]]],
    ['""""', [['"']]],
    [" a , b ", [[" a ", " b "]]],
    ["\ufeffa,b", [["a", "b"]]],
    ["é,☃", [["é", "☃"]]],
    ["a\rb,c", [["a\rb", "c"]]],
    ["", []],
  ])("splits %j", (text, rows) => {
    expect(split(text)).toEqual(rows);
  });

  it.each([";", "\t", "|"])("splits at %j", (delimiter) => {
    expect(split(`a,b${delimiter}"c${delimiter}d"`, delimiter)).toEqual([["a,b", `c${delimiter}d`]]);
  });

  it.each(['"a', '"a""', 'a"b', 'a,"b" ,c', '"a"b', '"', 'x\n"y', '"a"\r"b"'])("refuses the quotes of %j", (text) => {
    expect(() => split(text)).toThrow(DecodeError);
  });

  it("reads every table back that a writer quotes", () => {
    const field = fc.string({ unit: fc.constantFrom("a", "1", ",", '"', "\n", "\r", " ", "é", "☃") });
    const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(table, fc.constantFrom("\n", "\r\n"), fc.boolean(), (rows, lineEnd, always) => {
        const written = (text: string) => (always || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
        expect(split(rows.map((row) => row.map(written).join(",")).join(lineEnd))).toEqual(rows);
      }),
      { numRuns: 2_000 },
    );
  });

  it("splits as the grammar of RFC 4180 says, and refuses what it does not have", () => {
    const text = fc.array(fc.constantFrom("a", "1", ",", '"', "\n", "\r\n", '""', " ", "é"), { maxLength: 24 });
    fc.assert(
      fc.property(text, (pieces) => {
        const csv = pieces.join("");
        expect(outcome(() => split(csv))).toEqual(outcome(() => byGrammar(csv)));
      }),
      { numRuns: 5_000 },
    );
  });
});

function outcome(read: () => string[][]): string[][] | "refused" {
  try {
    return read();
  } catch (error) {
    if (error instanceof DecodeError) return "refused";
    throw error;
  }
}

/** RFC 4180, section 2, as a regular expression: a field, and what ends it. */
function byGrammar(csv: string): string[][] {
  const token = /(?:"((?:[^"]|"")*)"|([^",\n]*?))(,|\r?\n|$)/y;
  const rows: string[][] = [];
  let row: string[] = [];
  while (token.lastIndex < csv.length || row.length > 0) {
    const found = token.exec(csv);
    if (found === null) throw new DecodeError("invalid-csv", "not in the grammar");
    const [whole, quoted, plain = "", end] = found;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    if (row.length > 1 || whole !== end) rows.push(row);
    row = [];
  }
  return rows;
}
