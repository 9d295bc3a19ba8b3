import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Learner } from "../../src/learning/learner.js";
import type { LearnerEvent } from "../../src/learning/learner-event.js";
import type { LearnerOptions } from "../../src/learning/learner-options.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import { reweighted, rows, separated, together, unrelated, withOutliers } from "../support/changing-streams.js";
import { sample } from "../support/fixed-mixtures.js";

interface Story {
  readonly events: LearnerEvent[];
  /** A hash of every score, p-value, flag and explanation, in order. */
  readonly labels: string;
  readonly state: Uint8Array;
}

/** Learns a stream cut into pieces; with `restore` the learner dies after each and goes on from its bytes. */
function story(stream: PointBatch, options: LearnerOptions, cuts: readonly number[], restore: boolean): Story {
  let learner = new Learner(options);
  const events: LearnerEvent[] = [];
  const columns: number[][] = [[], [], [], []];
  for (let at = 0, n = 0; at < stream.count; n++) {
    const next = Math.min(stream.count, at + cuts[n % cuts.length]!);
    const scored = learner.learn(rows(stream, at, next));
    events.push(...scored.events);
    columns[0]!.push(...scored.anomalyScore);
    columns[1]!.push(...scored.pValue);
    columns[2]!.push(...scored.flagged);
    for (const [index, { nearest, logPValue, shares }] of scored.explanations)
      columns[3]!.push(scored.first + index, nearest, logPValue, ...shares);
    if (restore) learner = Learner.fromBytes(learner.toBytes());
    at = next;
  }
  const labels = createHash("sha256");
  for (const column of columns) labels.update(Float64Array.from(column));
  return { events, labels: labels.digest("hex"), state: learner.toBytes() };
}

const [before, after] = unrelated(2, 3, 7);
const shifting = together(sample(before, 2500, 1), sample(after, 2500, 2));
const clusters = separated(2, [0.4, 0.4, 0.2], 5);
const appearing = together(
  sample(reweighted(clusters, [0.5, 0.5, 0]), 3000, 3),
  withOutliers(reweighted(clusters, [0.5, 0.5, 0]), 1000, 4),
  sample(clusters, 3000, 5),
);

describe("a learner that dies and comes back goes on bit for bit", () => {
  it.each([
    ["through drift, challenge and replacement", shifting, { components: 3 }],
    ["through outliers, births and splits", appearing, { components: { min: 1, max: 5 } }],
  ] as const)("%s", (_, stream, given) => {
    const options: LearnerOptions = { dimensions: 2, warmup: 500, restarts: 2, ...given };
    const whole = story(stream, options, [stream.count], false);
    expect(whole.events.length).toBeGreaterThan(1);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 20, max: 900 }), { minLength: 1, maxLength: 8 }), (cuts) => {
        const died = story(stream, options, cuts, true);
        expect(died.events).toEqual(whole.events);
        expect(died.labels).toBe(whole.labels);
        expect(Buffer.compare(died.state, whole.state)).toBe(0);
      }),
      { numRuns: 4, seed: 5 },
    );
  });

  it("ids ascend and are never used again", () => {
    const { events } = story(appearing, { dimensions: 2, components: { min: 1, max: 5 }, warmup: 500 }, [500], false);
    const born = events.filter(({ kind }) => kind === "birth").flatMap(({ components }) => components);
    expect(new Set(born).size).toBe(born.length);
  });
});
