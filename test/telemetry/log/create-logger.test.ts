import { describe, expect, it } from "vitest";
import { createLogger } from "../../../src/telemetry/log/create-logger.js";
import type { LogLine } from "../../../src/telemetry/log/log-line.js";
import { Redactor } from "../../../src/telemetry/log/redactor.js";
import { Written } from "./log-lines.js";

function writtenAs(format: "json" | "text", line: LogLine, secrets: readonly string[] = []): string {
  const written = new Written();
  createLogger({ level: "info", format }, written, new Redactor(secrets))(line);
  return written.text;
}

const line: LogLine = { level: "warn", message: "trouble", details: { unit: 3, why: "two words", at: { 0: 1 } } };

describe("json", () => {
  it("is a line with level, time and details", () => {
    const [entry, ...others] = writtenAs("json", line).trimEnd().split("\n");
    expect(others).toEqual([]);
    expect(JSON.parse(entry!)).toMatchObject({ level: "warn", msg: "trouble", unit: 3, pid: process.pid });
    expect(JSON.parse(entry!).time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });
});

describe("text", () => {
  it("is a short line to read", () => {
    expect(writtenAs("text", line)).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} warn {2}trouble unit=3 why="two words" at=\{"0":1\}\n$/,
    );
  });

  it.each(["\n", "\r\n", "\u001b[2J", "\u0085", "\u2028", "\u0000"])("is one line, whatever is in it: %j", (evil) => {
    const text = writtenAs("text", { level: "warn", message: `a${evil}b`, details: { [`k${evil}`]: `v${evil}w` } });
    expect(text.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    expect(text.endsWith("\n")).toBe(true);
  });
});

describe("both", () => {
  it.each(["json", "text"] as const)("no secret is in a line of %s", (format) => {
    const secret = 'hidden "1234" \\';
    const text = writtenAs(format, { level: "error", message: `with ${secret}`, details: { a: secret } }, [secret]);
    expect(text).not.toContain("1234");
    expect(text).toContain("***");
  });

  it("not even as a number", () => {
    expect(
      writtenAs("json", { level: "error", message: "x", details: { pin: 93_847_561 } }, ["93847561"]),
    ).not.toContain("93847561");
  });

  it("a level that is not asked for costs nothing and writes nothing", () => {
    const details = new Proxy({}, { ownKeys: () => expect.unreachable() });
    expect(writtenAs("json", { level: "debug", message: "x", details })).toBe("");
  });

  it("a destination that fails does not stop the stream", () => {
    const broken = {
      write: () => {
        throw new Error("EPIPE");
      },
    };
    const write = createLogger({ level: "info", format: "json" }, broken, new Redactor());
    expect(() => write(line)).not.toThrow();
  });
});
