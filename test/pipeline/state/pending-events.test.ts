import { describe, expect, it } from "vitest";
import type { LearnerEvent } from "../../../src/learning/learner-event.js";
import { NO_EVENTS, pendingEventsSchema, withEvents } from "../../../src/pipeline/state/pending-events.js";

const event = (version: number, more: Partial<LearnerEvent> = {}): LearnerEvent => ({
  kind: "birth",
  version,
  points: 100 * version,
  components: [version],
  numbers: { gain: 0.5 },
  ...more,
});
const events = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => event(from + i));
const versions = ({ list }: typeof NO_EVENTS) => list.map(({ version }) => version);

describe("events that wait for a snapshot", () => {
  it("are kept in order", () => {
    const pending = withEvents(withEvents(NO_EVENTS, events(1, 3)), events(3, 6));
    expect(versions(pending)).toEqual([1, 2, 3, 4, 5]);
    expect(pending.omitted).toBe(0);
  });

  it("are the newest hundred, and the others are counted, however they came", () => {
    const once = withEvents(NO_EVENTS, events(0, 250));
    expect(versions(once)).toEqual(Array.from({ length: 100 }, (_, i) => 150 + i));
    expect(once.omitted).toBe(150);
    let pending = NO_EVENTS;
    for (let from = 0; from < 250; from += 7) pending = withEvents(pending, events(from, Math.min(250, from + 7)));
    expect(pending).toEqual(once);
  });

  it("read back from JSON as they are, whatever their figures were", () => {
    const numbers = { gain: Number.NaN, rate: -Infinity, limit: 0.1 };
    const odd = [event(1, { kind: "drift", components: [], detector: "adwin", numbers }), event(2, { numbers: {} })];
    const pending = withEvents(NO_EVENTS, odd);
    const text = JSON.stringify(pending);
    const read = pendingEventsSchema.parse(JSON.parse(text));
    expect(read).toEqual(pending);
    expect(JSON.stringify(read)).toBe(text);
    expect(read.list[0]).toEqual({
      kind: "drift",
      version: 1,
      points: 100,
      components: [],
      detector: "adwin",
      numbers: { limit: 0.1 },
    });
  });

  it("stay what they are when nothing happened", () => {
    const pending = withEvents(NO_EVENTS, events(1, 2));
    expect(withEvents(pending, [])).toBe(pending);
  });
});
