import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { LogLine } from "../../../src/telemetry/log/log-line.js";
import { RateLimit } from "../../../src/telemetry/log/rate-limit.js";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("holds a bounded number of kinds: the rest counts as one, and none is lost", () => {
  const lines: LogLine[] = [];
  const limit = new RateLimit((line) => lines.push(line), 1000);
  for (let round = 0; round < 2; round++)
    for (let kind = 0; kind < 5000; kind++) limit.take({ level: "warn", message: `kind ${kind}` });
  expect(vi.getTimerCount()).toBeLessThanOrEqual(101);
  expect(lines.length).toBeLessThanOrEqual(101);
  limit.close();
  expect(vi.getTimerCount()).toBe(0);
  expect(lines.reduce((sum, { details }) => sum + Number(details?.repeated ?? 1), 0)).toBe(10_000);
});

it("keeps telling a trouble that does not end, once a window", () => {
  const lines: LogLine[] = [];
  const limit = new RateLimit((line) => lines.push(line), 1000);
  for (let ms = 0; ms < 10_000; ms += 100) {
    limit.take({ level: "warn", message: "again" });
    vi.advanceTimersByTime(100);
  }
  expect(lines).toHaveLength(11);
  expect(lines.slice(1).reduce((sum, { details }) => sum + Number(details?.repeated), 0)).toBe(99);
});
