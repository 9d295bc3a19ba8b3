import { expect, test } from "vitest";
import { floorScores } from "../../src/anomaly/floor-score.js";
import { testThenTrain } from "../../src/evaluation/test-then-train.js";
import { Learner } from "../../src/learning/learner.js";
import { D2K5, sample } from "../support/fixed-mixtures.js";

const WARMUP = 500;
const stream = sample(D2K5, 10_000, 1);
const newLearner = () => new Learner({ dimensions: 2, components: 5, warmup: WARMUP, restarts: 1 });
const row = (i: number) => ({ count: 1, dimensions: 2, values: stream.values.subarray(2 * i, 2 * i + 2) });

/** Drives a pass to its end, and gives what it yielded too. */
function passOf(learner: Learner, points = stream) {
  const shares: number[] = [];
  const steps = testThenTrain(learner, points);
  for (;;) {
    const step = steps.next();
    if (step.done) return { pass: step.value, shares };
    shares.push(step.value);
  }
}

test("every point is scored by the mixture that has learned the mini-batches before it, and no other", () => {
  const { pass } = passOf(newLearner());
  expect(pass.first).toBe(WARMUP);
  const learner = newLearner();
  for (let i = 0; i < WARMUP; i++) learner.learn(row(i));
  for (let i = WARMUP; i < 1500; i++) {
    const mixture = learner.mixture!;
    const at = i - WARMUP;
    expect(pass.logDensity[at]).toBe(mixture.logDensity(row(i))[0]);
    expect(pass.floorScore[at]).toBe(floorScores(mixture, row(i))[0]);
    expect(pass.anomalyScore[at]).toBe(learner.learn(row(i)).anomalyScore[0]);
  }
});

test("nothing is left out at the edges of blocks, and the learner has learned all", () => {
  const learner = newLearner();
  const { pass } = passOf(learner);
  const whole = newLearner();
  const scored = whole.learn(stream);
  expect(pass.anomalyScore).toEqual(scored.anomalyScore.subarray(WARMUP));
  expect(pass.logDensity).toEqual(scored.logDensity.subarray(WARMUP));
  expect(pass.floorScore).toHaveLength(stream.count - WARMUP);
  expect(pass.floorScore.every((value) => value > 0)).toBe(true);
  expect(learner.toBytes()).toEqual(whole.toBytes());
});

test("it tells how far it is", () => {
  const { shares } = passOf(newLearner());
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBe(1);
  expect(shares.filter((share) => share > 0 && share < 1).length).toBeGreaterThan(1);
});

test("a stream that ends in its warm-up scores nothing", () => {
  const { pass } = passOf(newLearner(), { ...stream, count: 400 });
  expect(pass.first).toBe(400);
  expect(pass.anomalyScore).toHaveLength(0);
});
