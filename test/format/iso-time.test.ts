import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isoTime } from "../../src/format/iso-time.js";
import { parseTimestamp } from "../../src/format/timestamp.js";

const time = (text: string) => {
  const bytes = new TextEncoder().encode(`"${text}"`);
  return isoTime(bytes, 1, bytes.length - 1);
};

describe("isoTime", () => {
  it("reads what programs write", () => {
    const date = fc.date({
      min: new Date("0001-01-01"),
      max: new Date("9999-12-31T23:59:59.999Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, (at) => {
        const text = at.toISOString();
        expect(time(text)).toBe(at.getTime());
        expect(time(text.replace(/\.\d+/, ""))).toBe(Math.floor(at.getTime() / 1000) * 1000);
      }),
      { numRuns: 2_000 },
    );
  });

  it("says nothing that parseTimestamp would not say", () => {
    const part = (most: number) => fc.integer({ min: 0, max: most }).map((x) => String(x).padStart(2, "0"));
    const text = fc
      .tuple(part(99), part(99), part(14), part(33), part(25), part(61), part(61), part(99), fc.nat(9))
      .map(
        ([c, y, month, day, h, m, s, hundredths, ms]) => `${c}${y}-${month}-${day}T${h}:${m}:${s}.${hundredths}${ms}Z`,
      );
    const damaged = fc
      .tuple(text, fc.nat(24), fc.constantFrom("", "0", "-", ":", "Z", "z", " ", "/", "\x00", "é", "+"), fc.boolean())
      .map(([whole, at, byte, fine]) =>
        (fine ? whole : whole.replace(/\..*Z/, "Z")).replace(/./g, (c, i) => (i === at ? byte : c)),
      );
    fc.assert(
      fc.property(fc.oneof(text, damaged), (any) => {
        const found = time(any);
        if (!Number.isNaN(found)) expect(found).toBe(parseTimestamp(any));
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    "",
    "2025-11-23",
    "2025-11-23T05:13Z",
    "2025-11-23T05:13:00+01:00",
    "2025-02-29T00:00:00Z",
    "2025-11-23t05:13:00Z",
  ])("leaves %j to others", (text) => {
    expect(time(text)).toBeNaN();
  });
});
