import { afterEach, describe, expect, it, vi } from "vitest";
import { AuthenticationError, BrokerError } from "../../src/broker/errors.js";
import type { PipelineEvent } from "../../src/pipeline/events.js";
import type { LogSettings } from "../../src/telemetry/settings.js";
import { logSettings } from "../../src/telemetry/settings.js";
import { createTelemetry, type Telemetry } from "../../src/telemetry/telemetry.js";
import { committed } from "./events.js";
import { Written } from "./log/log-lines.js";
import { parseMetrics } from "./prometheus-text.js";

afterEach(() => vi.useRealTimers());

function telemetryWith(settings: Partial<LogSettings> = {}, secrets: readonly string[] = []) {
  const written = new Written();
  return {
    written,
    telemetry: createTelemetry({ settings: logSettings.parse(settings), destination: written, secrets }),
  };
}

const working: readonly PipelineEvent[] = [
  { type: "assigned", epoch: 1, partitions: [0], kept: false },
  { type: "fenced-others", transactionalId: "t", ms: 3 },
  { type: "genesis", positions: new Map([[0, 0]]) },
  committed(),
];

describe("events", () => {
  it("reach log, metrics and health", async () => {
    const { telemetry, written } = telemetryWith();
    working.forEach(telemetry.take);
    expect(written.messages).toContain("info: assigned the input");
    expect(telemetry.health()).toMatchObject({ live: true, ready: true, role: "active" });
    const families = parseMetrics(await telemetry.metrics());
    expect(families.get("mixtide_active")?.samples.get("")).toBe(1);
    expect(families.get("mixtide_points_total")?.samples.get("")).toBe(10);
    expect(families.has("process_cpu_seconds_total")).toBe(true);
  });

  it("a failure is logged and ends life", async () => {
    const { telemetry, written } = telemetryWith();
    working.forEach(telemetry.take);
    telemetry.failed(new BrokerError("gone"));
    expect(written.lines.at(-1)).toMatchObject({ level: "error", error: { type: "BrokerError", message: "gone" } });
    expect(telemetry.health()).toMatchObject({ live: false, ready: false });
    expect(
      parseMetrics(await telemetry.metrics())
        .get("mixtide_ready")
        ?.samples.get(""),
    ).toBe(0);
  });
});

describe("the broker client's log", () => {
  it("passes warnings and errors, and keeps ordinary life to debug", () => {
    const { telemetry, written } = telemetryWith();
    for (const level of ["debug", "info", "warn", "error"] as const)
      telemetry.log({ level, message: `a ${level}`, broker: "b:9092" });
    expect(written.lines).toMatchObject([
      { level: "warn", msg: "client: a warn", broker: "b:9092" },
      { level: "error", msg: "client: a error" },
    ]);
  });

  it("is rate-limited, and close writes what was held back", () => {
    vi.useFakeTimers();
    const { telemetry, written } = telemetryWith();
    for (let i = 0; i < 1000; i++) telemetry.log({ level: "warn", message: "connection lost", attempt: i });
    expect(written.lines).toHaveLength(1);
    telemetry.close();
    expect(written.lines).toMatchObject([{ attempt: 0 }, { attempt: 999, repeated: 999 }]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("so is trouble of what runs beside", () => {
    const { telemetry, written } = telemetryWith();
    for (let i = 0; i < 5; i++) telemetry.trouble(new Error("EMFILE"));
    telemetry.close();
    expect(written.lines).toMatchObject([{ level: "warn", error: { message: "EMFILE" } }, { repeated: 4 }]);
  });
});

it("lines of the program around are written as they are told", () => {
  const { telemetry, written } = telemetryWith();
  telemetry.tell({ level: "info", message: "learning", details: { topic: "points" } });
  expect(written.lines).toMatchObject([{ level: "info", msg: "learning", topic: "points" }]);
});

describe("a secret", () => {
  const CANARY = "canary-7e2f";
  const error = new AuthenticationError(`PLAIN as app:${CANARY} refused`, { cause: new Error(`password=${CANARY}`) });

  const everything = (telemetry: Telemetry): void => {
    telemetry.take({ type: "started", app: CANARY, group: "g", input: "i" });
    telemetry.take({ type: "dropped", error, failures: 1, retryMs: 1 });
    telemetry.take({ type: "fenced", error, repeated: true, rival: CANARY });
    telemetry.take({ type: "trouble", error });
    telemetry.take({ type: "dead-letter", partition: 0, offset: 1, error });
    telemetry.log({ level: "error", message: `login: ${CANARY}`, sasl: { password: CANARY }, options: { x: CANARY } });
    telemetry.trouble(error);
    telemetry.tell({ level: "info", message: CANARY, details: { [CANARY]: CANARY } });
    telemetry.failed(error);
    telemetry.close();
  };

  it.each([{ format: "json" }, { format: "text" }] as const)(
    "is in no line ($format) and no health report",
    (format) => {
      const { telemetry, written } = telemetryWith({ level: "debug", ...format }, [CANARY]);
      everything(telemetry);
      expect(written.text.split("\n").length).toBeGreaterThan(7);
      expect(written.text + JSON.stringify(telemetry.health())).not.toContain(CANARY);
    },
  );

  it("that nobody named is masked by key and form", () => {
    const { telemetry, written } = telemetryWith({ level: "debug" });
    telemetry.log({ level: "error", message: `password=${CANARY}`, sasl: { password: CANARY }, token: CANARY });
    expect(written.text).toContain("***");
    expect(written.text).not.toContain(CANARY);
  });
});
