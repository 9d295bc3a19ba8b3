import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { duration, size, writtenWithUnit } from "../../src/config/units.js";

const time = duration(z.int().positive().default(500).describe("How long."));
const pause = duration(z.int().positive().nullable().default(null));
const bytes = size(z.int().positive().default(900_000));

describe("durations", () => {
  it.each([
    ["500ms", 500],
    ["1s", 1000],
    ["1.1s", 1100],
    ["0.001 s", 1],
    ["5m", 300_000],
    ["2h", 7_200_000],
    ["1.5d", 129_600_000],
    [250, 250],
    [undefined, 500],
  ])("%j is %j ms", (written, ms) => expect(time.parse(written)).toBe(ms));

  it.each([
    "",
    "5",
    "s",
    "-1s",
    "1 minute",
    "1S",
    "1e3ms",
    "1s 5m",
    ".5s",
    "1..5s",
    "0s",
    "0.5ms",
    "1.0005s",
    0,
    -1,
    1.5,
    null,
    true,
    "9007199254740993s",
  ])("%j is none", (written) => expect(time.safeParse(written).success).toBe(false));

  it("may be null where that is allowed", () => {
    expect(pause.parse(null)).toBeNull();
    expect(pause.parse(undefined)).toBeNull();
    expect(pause.parse("1s")).toBe(1000);
  });
});

describe("sizes", () => {
  it.each([
    ["16MB", 16_000_000],
    ["1MiB", 1_048_576],
    ["900 kB", 900_000],
    ["0.5KiB", 512],
    ["1GB", 1_000_000_000],
    ["7B", 7],
    [undefined, 900_000],
  ])("%j is %j bytes", (written, count) => expect(bytes.parse(written)).toBe(count));

  it.each(["16mb", "16M", "1TB", "0B", "0.5B"])("%j is none", (written) =>
    expect(bytes.safeParse(written).success).toBe(false),
  );
});

it("what is written with its unit reads back", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 50 }), (value) => {
      expect(time.parse(writtenWithUnit(value, "duration"))).toBe(value);
      expect(bytes.parse(writtenWithUnit(value, "size"))).toBe(value);
    }),
  );
  expect(writtenWithUnit(90_000, "duration")).toBe("90s");
  expect(writtenWithUnit(1024, "size")).toBe("1KiB");
  expect(writtenWithUnit(3, undefined)).toBe(3);
});

it("the JSON Schema says what may be written, and keeps description and default", () => {
  expect(z.toJSONSchema(z.object({ time }), { io: "input", target: "draft-7" }).properties?.time).toEqual({
    title: "duration",
    description: "How long.",
    default: "500ms",
    examples: ["500ms", "1s", "5m", "2h"],
    anyOf: [
      { type: "integer", exclusiveMinimum: 0, maximum: Number.MAX_SAFE_INTEGER },
      { type: "string", pattern: "^\\d+(\\.\\d+)? ?(ms|s|m|h|d)$" },
    ],
  });
});
