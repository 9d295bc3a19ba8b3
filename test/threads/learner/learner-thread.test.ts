import { Worker } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import type { LearnerOptions } from "../../../src/learning/learner-options.js";
import type { PointBatch } from "../../../src/mixture/point-batch.js";
import { learnerFactory } from "../../../src/pipeline/learner-factory.js";
import type { LearnerAnswer, LearnerOrder } from "../../../src/pipeline/ports/remote-learner.js";
import { answerOrder } from "../../../src/pipeline/task/answer-order.js";
import { Random } from "../../../src/random/random.js";
import { LearnerThread } from "../../../src/threads/learner/learner-thread.js";

const threads: LearnerThread[] = [];
afterEach(() => {
  for (const thread of threads.splice(0)) thread.close();
});

function threadOf(options: LearnerOptions): LearnerThread {
  const thread = new LearnerThread({ sections: learnerFactory(options).create().toSections(), fingerprint: "" });
  threads.push(thread);
  return thread;
}

/** What a thread answers to orders that are all sent at once. */
function answersOf(thread: LearnerThread, orders: readonly LearnerOrder[]): Promise<LearnerAnswer[]> {
  return new Promise((resolve, reject) => {
    const answers: LearnerAnswer[] = [];
    thread.answers$.subscribe({
      next: (answer) => {
        answers.push(answer);
        if (answers.length === orders.length) resolve(answers);
      },
      error: reject,
    });
    for (const order of orders) thread.send(order);
  });
}

/** Two clusters, some of whose points lie far off or miss a coordinate; the second half is somewhere else. */
function* batches(count: number, size: number): Generator<PointBatch> {
  const random = new Random(7);
  for (let b = 0; b < count; b++) {
    const values = new Float64Array(2 * size);
    for (let i = 0; i < size; i++) {
      const centre = (random.uniform() < 0.4 ? 5 : 0) + (2 * b >= count ? 20 : 0);
      for (let j = 0; j < 2; j++) values[2 * i + j] = centre + random.normal();
      if (random.uniform() < 0.01) values[2 * i] = 60;
      if (random.uniform() < 0.05) values[2 * i + 1] = Number.NaN;
    }
    const weights = Float64Array.from({ length: size }, () => (random.uniform() < 0.2 ? 0 : 1 + random.uniform()));
    yield b % 3 === 0 ? { count: size, dimensions: 2, values, weights } : { count: size, dimensions: 2, values };
  }
}

/** Mixtures are told apart by what labels tell of them. */
function told(answer: LearnerAnswer) {
  if (answer.type === "rest") return { ...answer, mixture: answer.mixture && { ...answer.mixture } };
  const runs = answer.scored.runs.map(({ mixture: { components, ids }, ...run }) => ({ ...run, components, ids }));
  return { ...answer, scored: { ...answer.scored, runs } };
}

describe("a learner in a thread", () => {
  it("answers the same as one that is asked in place, bit for bit: labels, figures, explanations, events, state", async () => {
    const options: LearnerOptions = { dimensions: 2, components: 2, warmup: 500, miniBatch: 50, restarts: 1 };
    const orders: LearnerOrder[] = [{ type: "rest" }];
    for (const batch of batches(90, 173)) {
      orders.push({ type: "learn", batch });
      if (orders.length % 20 === 0) orders.push({ type: "rest" });
      if (orders.length === 3) orders.push({ type: "flush" });
    }
    orders.push({ type: "rest" });
    const learner = learnerFactory(options).create();
    const expected = orders.map((order) => answerOrder(learner, order)).map(told);
    const labels = expected.flatMap((answer) => (answer.type === "labels" ? [answer] : []));
    expect(labels.some(({ scored }) => scored.explanations.size > 0)).toBe(true);
    expect(labels.some(({ scored }) => scored.events.some(({ kind }) => kind === "drift"))).toBe(true);
    expect((await answersOf(threadOf(options), orders)).map(told)).toEqual(expected);
  });

  it("leaves the sender its memory: it may be used again at once", async () => {
    const [first, second] = [...batches(2, 40)] as [PointBatch, PointBatch];
    const memory = { ...first, values: first.values.slice() };
    const options: LearnerOptions = { dimensions: 2, components: 1, warmup: 30, restarts: 1 };
    const thread = threadOf(options);
    const answers = answersOf(thread, [{ type: "learn", batch: memory }]);
    memory.values.set(second.values);
    const learner = learnerFactory(options).create();
    expect((await answers).map(told)).toEqual([told(answerOrder(learner, { type: "learn", batch: first }))]);
    expect(memory.values).toEqual(second.values);
  });

  it("fails with what its learner fails with", async () => {
    const thread = threadOf({ dimensions: 2, components: 2 });
    const batch: PointBatch = { count: 1, dimensions: 3, values: new Float64Array(3) };
    await expect(answersOf(thread, [{ type: "learn", batch }])).rejects.toThrow(/3 dimensions/);
  });

  it("fails when its thread ends by itself, and not when it was closed", async () => {
    const ending = (code: number) => () => new Worker(`process.exit(${code})`, { eval: true });
    const data = { sections: new Map(), fingerprint: "" };
    const thread = new LearnerThread(data, ending(3));
    await expect(answersOf(thread, [{ type: "rest" }])).rejects.toThrow(
      "the learner's thread has ended, with exit code 3",
    );

    const closed = new LearnerThread(data, () => new Worker("setTimeout(() => {}, 60_000)", { eval: true }));
    let failed = false;
    closed.answers$.subscribe({ error: () => (failed = true) });
    closed.close();
    closed.close();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(failed).toBe(false);
  });
});
