import { Learner } from "../../src/learning/learner.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import { threadSeconds } from "../measure.js";
import type { Contestant } from "./contestant.js";

const COMPONENTS = 10;

/** Points that come at once, as from a topic. */
const FETCH = 1000;

/** Our learner with its default settings. */
export const ownLearner: Contestant = {
  implementation: "mixtide",
  score: async (points, ends) => {
    const learner = new Learner({ dimensions: points.dimensions, components: COMPONENTS, warmup: ends[0]! });
    const scores = new Float64Array(points.count);
    const learn = (from: number, to: number): void => {
      for (let at = from; at < to; at += FETCH) {
        const { anomalyScore, first } = learner.learn(rows(points, at, Math.min(at + FETCH, to)));
        scores.set(anomalyScore, first);
      }
    };
    const seconds = ends.map((end, i) => threadSeconds(() => learn(ends[i - 1] ?? 0, end)));
    return { scores, seconds };
  },
  close: async () => undefined,
};

function rows({ dimensions: D, values }: PointBatch, from: number, to: number): PointBatch {
  return { count: to - from, dimensions: D, values: values.subarray(from * D, to * D) };
}
