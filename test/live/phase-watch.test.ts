import { beforeEach, describe, expect, it } from "vitest";
import { PhaseWatch } from "../../src/live/phase-watch.js";
import type { CommittedEvent } from "../../src/pipeline/events.js";

let now = 0;
let watch: PhaseWatch;

beforeEach(() => {
  now = 1_000_000;
  watch = new PhaseWatch(500, () => now);
});

const committed = (records: number, behind = 0): CommittedEvent => ({
  type: "committed",
  unit: 1,
  inputs: [],
  records,
  points: records,
  labels: records,
  deadLetters: 0,
  anomalies: 0,
  events: [],
  bytes: 0,
  stateBytes: 0,
  ms: 1,
  version: 1,
  positions: new Map([[0, 100]]),
  ends: new Map([[0, 100 + behind]]),
});
const error = new Error("the broker is away");
const assign = (...partitions: number[]) => watch.take({ type: "assigned", epoch: 1, partitions, kept: false });

function work(): void {
  assign(0, 1);
  watch.take({ type: "genesis", positions: new Map() });
}

describe("on the way to work", () => {
  it("connects, restores, works", () => {
    expect(watch.phase).toEqual({ name: "connecting" });
    assign(0);
    expect(watch.phase).toEqual({ name: "restoring" });
    watch.take({ type: "restored", unit: 1, points: 5, version: 1, positions: new Map(), bytes: 1, ms: 1 });
    expect(watch.phase).toEqual({ name: "idle" });
  });

  it("stands by without partitions", () => {
    assign();
    expect(watch.phase).toEqual({ name: "standing by" });
  });

  it("a join that keeps the task changes nothing", () => {
    work();
    watch.take({ type: "assigned", epoch: 2, partitions: [0], kept: true });
    expect(watch.phase).toEqual({ name: "idle" });
  });

  it("warms up, commits or not, until there is a model", () => {
    work();
    watch.take({ type: "warming-up", points: 312, of: 1000 });
    watch.take(committed(312));
    expect(watch.phase).toEqual({ name: "warming up", points: 312, of: 1000 });
    watch.take({ type: "model-ready", version: 0, points: 1000 });
    expect(watch.phase).toEqual({ name: "busy" });
  });
});

describe("at work", () => {
  beforeEach(work);

  it("is busy while records come, then idle", () => {
    watch.take(committed(100));
    expect(watch.phase).toEqual({ name: "busy" });
    now += 2000;
    expect(watch.phase).toEqual({ name: "idle" });
  });

  it("a commit without records is no work", () => {
    watch.take(committed(0));
    expect(watch.phase).toEqual({ name: "idle" });
  });

  it("is behind when it would take long to catch up, and says how long", () => {
    for (let i = 0; i < 20; i++) {
      now += 500;
      watch.take(committed(500, 100_000));
    }
    expect(watch.phase.name).toBe("behind");
    expect(watch.phase.why).toMatch(/^100000 records to catch up with, (9[89]|10[0-2]) s at this speed$/);
    watch.take(committed(500, 3000));
    expect(watch.phase).toEqual({ name: "busy" });
  });

  it("is blocked when what was learned is not committed for long, and says what is known", () => {
    watch.learned();
    now += 5400;
    expect(watch.phase.name).not.toBe("blocked");
    now += 200;
    expect(watch.phase).toEqual({ name: "blocked", why: "what was learned waits for its commit" });
    watch.take({ type: "trouble", error });
    expect(watch.phase).toEqual({ name: "blocked", why: "the broker is away" });
    watch.take(committed(10));
    expect(watch.phase).toEqual({ name: "busy" });
  });
});

describe("out of work", () => {
  beforeEach(work);

  it("fenced, by whom where that is known; what follows does not hide it", () => {
    watch.take({ type: "fenced", error, repeated: false });
    watch.take({ type: "dropped", error, failures: 1, retryMs: 100 });
    expect(watch.phase).toEqual({ name: "fenced", why: "another process took over" });
    watch.take({ type: "fenced", error, repeated: true, rival: "host-b" });
    expect(watch.phase).toEqual({ name: "fenced", why: "host-b took over" });
    assign(0);
    expect(watch.phase).toEqual({ name: "restoring" });
  });

  it("dropped: tries again, and says why", () => {
    watch.learned();
    watch.take({ type: "dropped", error, failures: 1, retryMs: 100 });
    now += 60_000;
    expect(watch.phase).toEqual({ name: "retrying", why: "the broker is away" });
  });

  it("ended and failed", () => {
    watch.take({ type: "stopped" });
    expect(watch.phase).toEqual({ name: "ended" });
    watch.failed(error);
    expect(watch.phase).toEqual({ name: "failed", why: "the broker is away" });
    watch.failed("out of words");
    expect(watch.phase).toEqual({ name: "failed", why: "out of words" });
  });
});
