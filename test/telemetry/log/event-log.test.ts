import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  AuthenticationError,
  AuthorizationError,
  BrokerError,
  FencedError,
  MessageTooLargeError,
  UnknownPartitionError,
} from "../../../src/broker/errors.js";
import { DecodeError } from "../../../src/format/decode-error.js";
import type { PipelineEvent } from "../../../src/pipeline/events.js";
import { MODEL_EVENT_KINDS } from "../../../src/telemetry/log/model-event-line.js";
import { committed, modelEvent } from "../events.js";
import { eventLog, WINDOW_MS } from "./log-lines.js";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const retriable = new BrokerError("the coordinator moved", { retriable: true });
const positions = new Map([
  [0, 10],
  [1, 20],
]);

describe("quiet when all is well", () => {
  it("says nothing of 10,000 healthy commits", () => {
    const { log, written } = eventLog();
    for (let unit = 0; unit < 10_000; unit++) log.take(committed({ unit }));
    vi.advanceTimersByTime(10 * WINDOW_MS);
    log.close();
    expect(written.text).toBe("");
  });

  it("says nothing of rebalances that change nothing", () => {
    const { log, written } = eventLog();
    for (let epoch = 0; epoch < 100; epoch++) {
      log.take({ type: "lost", epoch });
      log.take({ type: "assigned", epoch: epoch + 1, partitions: [0], kept: true });
    }
    log.close();
    expect(written.text).toBe("");
  });

  it("a start to a stop is a handful of lines", () => {
    const { log, written } = eventLog();
    log.take({ type: "started", app: "geyser", group: "geyser-all", input: "points" });
    log.take({ type: "assigned", epoch: 1, partitions: [0, 1], kept: false });
    log.take({ type: "fenced-others", transactionalId: "geyser-all", ms: 300 });
    log.take({ type: "genesis", positions });
    for (let points = 1; points < 1000; points++) log.take({ type: "warming-up", points, of: 1000 });
    log.take({ type: "model-ready", version: 0, points: 1000 });
    for (let unit = 1; unit < 100; unit++) log.take(committed({ unit }));
    log.take({ type: "flushed", points: 1000 });
    log.take({ type: "stopped" });
    expect(written.messages).toEqual([
      "info: started: joining the group",
      "info: assigned the input",
      "info: no state yet: beginning at these positions",
      ...Array(4).fill("info: warming up"),
      "info: warm-up is over: labels follow",
      "info: stopped",
    ]);
    const [started, assigned, genesis, ...rest] = written.lines;
    expect(started).toMatchObject({ app: "geyser", group: "geyser-all", input: "points" });
    expect(assigned).toMatchObject({ partitions: 2 });
    expect(genesis).toMatchObject({ positions: { 0: 10, 1: 20 } });
    expect(rest.slice(0, 4).map(({ points }) => points)).toEqual([1, 250, 500, 750]);
  });

  it("at debug, every commit has a line", () => {
    const { log, written } = eventLog("debug");
    for (let unit = 0; unit < 3; unit++) log.take(committed({ unit }));
    expect(written.lines).toMatchObject([{ level: "debug", msg: "committed", unit: 0, points: 10 }, {}, {}]);
  });

  it("at silent, nothing has", () => {
    const { log, written } = eventLog("silent");
    log.take({ type: "dropped", error: new BrokerError("gone"), failures: 1, retryMs: 0 });
    log.close();
    expect(written.text).toBe("");
  });
});

describe("events that matter", () => {
  it.each<[string, PipelineEvent, object]>([
    [
      "restored",
      { type: "restored", unit: 9, points: 500, version: 6, positions, bytes: 2048, ms: 150 },
      { level: "info", msg: "state restored", unit: 9, version: 6, bytes: 2048 },
    ],
    [
      "a standby",
      { type: "assigned", epoch: 2, partitions: [], kept: false },
      { level: "info", msg: "standing by: another process works" },
    ],
    ["a new partition", { type: "partition-added", partition: 4 }, { level: "info", partition: 4 }],
    [
      "retention that overtook us",
      { type: "retention-overtook", partition: 2, from: 100, to: 350 },
      {
        level: "error",
        partition: 2,
        from: 100,
        to: 350,
        records: 250,
        remedy: expect.stringContaining("retention.ms"),
      },
    ],
    [
      "a fence",
      { type: "fenced", error: new FencedError("newer epoch"), repeated: false },
      { level: "warn", msg: "a newer process took over", error: { type: "FencedError" } },
    ],
    [
      "two deployments of one name",
      { type: "fenced", error: new FencedError("newer epoch"), repeated: true, rival: "other-host" },
      { level: "error", rival: "other-host", remedy: expect.stringContaining("another app name") },
    ],
    ["trouble", { type: "trouble", error: retriable }, { level: "warn", error: { message: "the coordinator moved" } }],
  ])("%s", (_, event, expected) => {
    const { log, written } = eventLog();
    log.take(event);
    expect(written.lines).toMatchObject([expected]);
  });

  it.each<[Error, string, string]>([
    [retriable, "warn", "tried again"],
    [new FencedError("newer epoch"), "warn", "stands by"],
    [new AuthenticationError("wrong password"), "error", "kafka.sasl"],
    [new AuthorizationError("no right"), "error", "missing right"],
    [new MessageTooLargeError("2 MB"), "error", "sizes.send"],
    [new UnknownPartitionError("labels/7"), "error", "topics check"],
    [new BrokerError("unsupported version"), "error", "mixtide doctor"],
  ])("a task dropped by %s: %s, with a remedy", (error, level, remedy) => {
    const { log, written } = eventLog();
    log.take({ type: "dropped", error, failures: 3, retryMs: 400 });
    expect(written.lines).toMatchObject([
      { level, failures: 3, retryMs: 400, remedy: expect.stringContaining(remedy), error: { type: error.name } },
    ]);
  });
});

describe("repeated trouble", () => {
  const trouble = (message: string): PipelineEvent => ({
    type: "trouble",
    error: new BrokerError(message, { retriable: true }),
  });

  it("is told at once, then counted and told once a window, then not at all", () => {
    const { log, written } = eventLog();
    for (let i = 0; i < 500; i++) log.take(trouble(`no. ${i}`));
    expect(written.lines).toMatchObject([{ error: { message: "no. 0" } }]);
    vi.advanceTimersByTime(WINDOW_MS);
    expect(written.lines).toMatchObject([{}, { repeated: 499, error: { message: "no. 499" } }]);
    vi.advanceTimersByTime(10 * WINDOW_MS);
    expect(written.lines).toHaveLength(2);
    log.take(trouble("later"));
    expect(written.lines).toHaveLength(3);
    expect(written.lines[2]).not.toHaveProperty("repeated");
  });

  it("of different kinds is told apart", () => {
    const { log, written } = eventLog();
    log.take(trouble("a"));
    log.take({ type: "dropped", error: retriable, failures: 1, retryMs: 100 });
    log.take({ type: "dropped", error: new AuthorizationError("no right"), failures: 2, retryMs: 100 });
    expect(written.lines).toHaveLength(3);
  });

  it("held back at the end is written before the last line", () => {
    const { log, written } = eventLog();
    for (let i = 0; i < 3; i++) log.take(trouble("x"));
    log.take({ type: "stopped" });
    log.close();
    expect(written.lines).toMatchObject([{}, { repeated: 2 }, { msg: "stopped" }]);
  });

  it("a task that fails and is rebuilt for an hour leaves a bounded log", () => {
    const { log, written } = eventLog();
    for (let failures = 1; failures <= 360; failures++) {
      log.take({ type: "assigned", epoch: failures, partitions: [0], kept: false });
      log.take({ type: "restored", unit: 1, points: 1, version: 0, positions, bytes: 1, ms: 1 });
      log.take({ type: "dropped", error: retriable, failures, retryMs: 10 });
      vi.advanceTimersByTime(10);
    }
    log.close();
    expect(written.lines.length).toBeLessThanOrEqual(3 * (2 + 3600 / WINDOW_MS + 1));
    const repeated = written.lines.map((line) => Number(line.repeated ?? 1));
    expect(repeated.reduce((a, b) => a + b, 0)).toBe(3 * 360);
  });
});

describe("dead letters", () => {
  const deadLetter = (offset: number, code: "invalid-json" | "missing-value" = "invalid-json"): PipelineEvent => ({
    type: "dead-letter",
    partition: 1,
    offset,
    error: new DecodeError(code, `bad ${offset}`),
  });

  it("of a commit are one line with count, reasons and the first examples", () => {
    const { log, written } = eventLog();
    for (let offset = 0; offset < 50; offset++)
      log.take(deadLetter(offset, offset < 40 ? "invalid-json" : "missing-value"));
    expect(written.text).toBe("");
    log.take(committed({ deadLetters: 50 }));
    expect(written.lines).toMatchObject([
      {
        level: "warn",
        count: 50,
        reasons: { "invalid-json": 40, "missing-value": 10 },
        examples: [
          { partition: 1, offset: 0, error: "bad 0" },
          { partition: 1, offset: 1, error: "bad 1" },
          { partition: 1, offset: 2, error: "bad 2" },
        ],
      },
    ]);
  });

  it("are summed up once a window, none forgotten", () => {
    const { log, written } = eventLog();
    for (let unit = 0; unit < 100; unit++) {
      for (let i = 0; i < 7; i++) log.take(deadLetter(7 * unit + i));
      log.take(committed({ unit, deadLetters: 7 }));
      vi.advanceTimersByTime(WINDOW_MS / 20);
    }
    expect(written.lines.length).toBeLessThanOrEqual(6);
    log.close();
    expect(written.lines.reduce((sum, { count }) => sum + Number(count), 0)).toBe(700);
    expect(written.lines[1]!.examples).toMatchObject([{ offset: 7 }, { offset: 8 }, { offset: 9 }]);
  });

  it("of decoders with reasons without end stay few", () => {
    const { log, written } = eventLog();
    for (let i = 0; i < 1000; i++) {
      const error = Object.assign(new Error("bad"), { code: `reason ${i}` });
      log.take({ type: "dead-letter", partition: 0, offset: i, error });
    }
    log.close();
    const reasons = Object.entries(written.lines[0]!.reasons as Record<string, number>);
    expect(reasons.length).toBeLessThanOrEqual(21);
    expect(reasons.find(([name]) => name === "other")?.[1]).toBe(980);
  });
});

describe("what happens to the mixture", () => {
  it("is a line each, and a drift is one that asks for attention", () => {
    const { log, written } = eventLog();
    const drift = modelEvent("drift", { components: [], detector: "adwin", numbers: { level: 2.5 } });
    log.take(committed({ events: [drift, modelEvent("replacement"), modelEvent("split", { components: [3, 8, 9] })] }));
    expect(written.lines).toMatchObject([
      { level: "warn", msg: "the stream has changed", detector: "adwin", version: 12, points: 1300 },
      { level: "info", msg: "a mixture of what came since has taken over", numbers: { gain: 0.25 } },
      { level: "info", msg: "a component has fallen into two", components: [3, 8, 9] },
    ]);
    expect(written.lines[0]).toMatchObject({ numbers: { level: 2.5 } });
  });

  it("has a line of its own for each kind", () => {
    const { log, written } = eventLog();
    log.take(committed({ events: MODEL_EVENT_KINDS.map((kind) => modelEvent(kind)) }));
    expect(MODEL_EVENT_KINDS).toHaveLength(9);
    expect(new Set(written.lines.map(({ msg }) => msg)).size).toBe(9);
  });

  it("is counted where it happens again and again", () => {
    const { log, written } = eventLog();
    for (let version = 0; version < 50; version++)
      log.take(committed({ events: [modelEvent("birth", { version }), modelEvent("death", { version })] }));
    log.close();
    expect(written.lines.filter(({ msg }) => msg === "a component has appeared")).toMatchObject([
      { version: 0 },
      { version: 49, repeated: 49 },
    ]);
    expect(written.lines).toHaveLength(4);
  });
});
