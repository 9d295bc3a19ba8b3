import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTimestamp } from "../../src/format/timestamp.js";

describe("parseTimestamp", () => {
  it("reads what Date writes", () => {
    const time = fc.date({
      min: new Date("0001-01-01T00:00:00Z"),
      max: new Date("9999-12-31T23:59:59.999Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(time, (date) => {
        expect(parseTimestamp(date.toISOString())).toBe(date.getTime());
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ["2025-11-23", "2025-11-23T00:00:00.000Z"],
    ["2025-11-23T05:13", "2025-11-23T05:13:00.000Z"],
    ["2025-11-23 05:13:07", "2025-11-23T05:13:07.000Z"],
    ["2025-11-23t05:13:07z", "2025-11-23T05:13:07.000Z"],
    ["2025-11-23T05:13:07.5Z", "2025-11-23T05:13:07.500Z"],
    ["2025-11-23T05:13:07,123456789Z", "2025-11-23T05:13:07.123Z"],
    ["2025-11-23T05:13:07+01:00", "2025-11-23T04:13:07.000Z"],
    ["2025-11-23T05:13:07.25-0930", "2025-11-23T14:43:07.250Z"],
    ["2025-11-23T05:13-08", "2025-11-23T13:13:00.000Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000Z"],
    ["1900-03-01", "1900-03-01T00:00:00.000Z"],
  ])("reads %s", (text, iso) => {
    expect(parseTimestamp(text)).toBe(Date.parse(iso));
  });

  it.each([
    "",
    "yesterday",
    "2025-13-01",
    "2025-00-01",
    "2023-02-29",
    "1900-02-29",
    "2025-04-31",
    "0000-01-01",
    "2025-11-23T24:00",
    "2025-11-23T10:60",
    "2025-11-23T10:00:60",
    "2025-11-23T10",
    "2025-11-23T10:00:00.",
    "2025-11-23T10:00:00 Z",
    "2025-11-23T10:00+1",
    "2025-11-23T10:00+25:00",
    "2025-11-23x10:00",
    "2025-1-1",
    "20251123",
    "2025-11-23T10:00:00Zjunk",
    "+012025-11-23",
  ])("does not take %j for a time", (text) => expect(parseTimestamp(text)).toBeNaN());

  it("takes a number as ms since 1970, within the range of Date", () => {
    expect(parseTimestamp(1763856000000.5)).toBe(1763856000000.5);
    expect(parseTimestamp(-1)).toBe(-1);
    for (const value of [8.64e15 + 1e3, Infinity, Number.NaN, true, null, undefined, {}, []])
      expect(parseTimestamp(value)).toBeNaN();
  });
});
