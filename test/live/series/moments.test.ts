import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Moments, merged } from "../../../src/live/series/moments.js";
import type { Moment } from "../../../src/live/view.js";

const moment = (i: number, more: Partial<Moment> = {}): Moment => ({
  at: 1000 * i,
  seconds: 1,
  learned: 10 * (i + 1),
  version: i,
  points: 10,
  labels: 9,
  deadLetters: 1,
  flagged: i % 2,
  mean: -2,
  recent: -1,
  score: i % 7,
  threshold: null,
  weights: [[0, 1]],
  lag: [[0, i]],
  commit: i % 5,
  ...more,
});

describe("moments", () => {
  it("hold everything that was counted, however many they were, and end with the newest", () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 40 }), fc.nat(500), (most, count) => {
        const moments = new Moments(most);
        for (let i = 0; i < count; i++) moments.add(moment(i));
        const kept = moments.until(count);
        expect(kept.length).toBeLessThanOrEqual(most);
        const sum = (of: (one: Moment) => number) => kept.reduce((all, one) => all + of(one), 0);
        expect([sum(({ points }) => points), sum(({ labels }) => labels), sum(({ seconds }) => seconds)]).toEqual([
          10 * count,
          9 * count,
          count,
        ]);
        expect(kept.map(({ at }) => at)).toEqual(kept.map(({ at }) => at).sort((a, b) => a - b));
        if (count > 0) expect(kept.at(-1)).toMatchObject({ at: 1000 * (count - 1), version: count - 1 });
        expect(Math.max(0, ...kept.map(({ score }) => score ?? 0))).toBe(Math.min(6, Math.max(0, count - 1)));
      }),
    );
  });

  it("are finer where they are newer", () => {
    const moments = new Moments(16);
    for (let i = 0; i < 200; i++) moments.add(moment(i));
    const spans = moments.until(200).map(({ seconds }) => seconds);
    expect(spans.at(-1)).toBe(1);
    expect(spans.slice(-4)).toEqual([1, 1, 1, 1]);
    expect(spans[0]).toBeGreaterThan(4);
  });

  it("keep all of a long run in sight, evenly but for what is new", () => {
    const moments = new Moments();
    for (let i = 0; i < 30_000; i++) moments.add(moment(i));
    const kept = moments.until(30_000);
    expect(kept.length).toBeGreaterThan(800);
    expect(Math.max(...kept.map(({ seconds }) => seconds))).toBeLessThanOrEqual(30_000 / 200);
  });

  it("of the same instant become one, and a pause stays one", () => {
    const instant = new Moments(16);
    for (let i = 0; i < 17; i++) instant.add(moment(i, { seconds: 0 }));
    expect(instant.until(17)[0]).toMatchObject({ points: 80, seconds: 0 });
    const paused = new Moments(16);
    for (let i = 0; i < 17; i++) paused.add(moment(i, { seconds: i === 3 ? 3600 : 1 }));
    expect(paused.until(17).map(({ seconds }) => seconds)).toEqual([3, 3600, 4, ...new Array(9).fill(1)]);
  });

  it("since a tick come as one", () => {
    const moments = new Moments();
    for (let i = 0; i < 5; i++) moments.add(moment(i));
    expect(moments.since(5)).toBeUndefined();
    expect(moments.since(4)).toEqual(moment(4));
    expect(moments.since(2)).toMatchObject({ points: 30, seconds: 3, at: 4000, learned: 50, score: 4 });
  });
});

describe("two moments as one", () => {
  it("what the second does not know stays that of the first", () => {
    const second = moment(2, { mean: null, recent: null, score: null, weights: [] });
    expect(merged(moment(1, { score: 5 }), second)).toMatchObject({
      mean: -2,
      recent: -1,
      score: 5,
      weights: [[0, 1]],
      version: 2,
    });
  });

  it("a threshold that is in force no more does not stay", () => {
    expect(merged(moment(1, { threshold: 4 }), moment(2)).threshold).toBeNull();
    expect(merged(moment(1), moment(2, { threshold: 5 })).threshold).toBe(5);
  });

  it("nothing stays nothing", () => {
    const none = { mean: null, score: null, threshold: null };
    expect(merged(moment(1, none), moment(2, none))).toMatchObject(none);
  });
});
