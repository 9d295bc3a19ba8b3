import { parse } from "csv-parse/sync";
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

  it("agrees with csv-parse on any text that both accept, and refuses what that refuses", () => {
    const text = fc.array(fc.constantFrom("a", "1", ",", '"', "\n", "\r\n", '""', " ", "é"), { maxLength: 24 });
    fc.assert(
      fc.property(text, (pieces) => {
        const csv = pieces.join("");
        const outcome = (read: () => string[][]) => {
          try {
            return read();
          } catch {
            return "refused";
          }
        };
        const theirs = outcome(() =>
          parse(csv, { relax_column_count: true, skip_empty_lines: true, record_delimiter: ["\r\n", "\n"] }),
        );
        expect(outcome(() => split(csv))).toEqual(theirs);
      }),
      { numRuns: 5_000 },
    );
  });
});
