import { Subject } from "rxjs";
import { describe, expect, it } from "vitest";
import type { LearnerFigures } from "../../../src/pipeline/ports/learner-figures.js";
import type {
  LabelsAnswer,
  LearnerAnswer,
  LearnerOrder,
  RemoteLearner,
} from "../../../src/pipeline/ports/remote-learner.js";
import { EarlyAcks } from "../../../src/pipeline/task/early-acks.js";
import type { DecodedInput, LearnedInput } from "../../../src/pipeline/task/inputs.js";
import { learnElsewhere, type MirroredState } from "../../../src/pipeline/task/learn-elsewhere.js";
import { LearnerMirror } from "../../../src/pipeline/task/learner-mirror.js";
import { learners } from "../support/harness.js";

/** Answers when it is told to, with figures that count the orders. */
class FakeRemote implements RemoteLearner {
  readonly answers$ = new Subject<LearnerAnswer>();
  readonly orders: LearnerOrder[] = [];
  closed = 0;
  #answered = 0;

  send(order: LearnerOrder): void {
    this.orders.push(order);
  }

  close(): void {
    this.closed++;
  }

  answer(): void {
    const order = this.orders[this.#answered++]!;
    if (order.type === "rest") {
      const sections = new Map([["n", Uint8Array.of(this.#answered)]]);
      this.answers$.next({ type: "rest", sections, mixture: undefined, threshold: this.#answered });
      return;
    }
    const figures = { version: this.#answered, points: 0, status: { phase: "learning", version: this.#answered } };
    const scored = { count: 0, first: 0, events: [], runs: [] };
    this.answers$.next({
      type: "labels",
      scored,
      figures: figures as unknown as LearnerFigures,
    } as unknown as LabelsAnswer);
  }
}

function setUp() {
  const remote = new FakeRemote();
  const learner = new LearnerMirror(learners.create());
  const pending = { count: 0, pass: () => undefined, take: () => [], add: () => undefined };
  const state = { learner, pending } as unknown as MirroredState;
  const inputs$ = new Subject<DecodedInput>();
  const out: string[] = [];
  const results: LearnedInput[] = [];
  const acks: number[] = [];
  let error: Error | undefined;
  const subscription = inputs$.pipe(learnElsewhere({ emit: () => undefined }, state, () => remote)).subscribe({
    next: (result) => {
      results.push(result);
      out.push(`${result.type}@${learner.version}`);
    },
    error: (raised: Error) => {
      error = raised;
    },
  });
  const batch = (from: number, then: () => void = () => undefined): DecodedInput =>
    ({
      type: "decoded",
      batch: {
        from,
        ack: () => {
          acks.push(from);
          then();
        },
      },
      decoded: { points: { count: 0, points: () => ({ count: 0 }) } },
    }) as unknown as DecodedInput;
  return { acks, batch, inputs$, learner, out, remote, results, subscription, errorOf: () => error };
}

const skipped: DecodedInput = { type: "skipped", partition: 0, from: 0, to: 1 };

describe("learning elsewhere", () => {
  it("hands everything on in the order of the inputs, as its answers come", () => {
    const { batch, inputs$, out, remote } = setUp();
    inputs$.next(skipped);
    inputs$.next(batch(1));
    inputs$.next(skipped);
    inputs$.next({ type: "flush" });
    inputs$.next({ type: "boundary" });
    inputs$.next(skipped);
    inputs$.next({ type: "stop" });
    expect(remote.orders.map(({ type }) => type)).toEqual(["learn", "flush", "rest", "rest"]);
    expect(out).toEqual(["skipped@-1"]);
    remote.answer();
    expect(out.slice(1)).toEqual(["learned@1", "skipped@1"]);
    for (let i = 0; i < 3; i++) remote.answer();
    expect(out.slice(3)).toEqual(["flushed@2", "boundary@2", "skipped@2", "stop@2"]);
  });

  it("shows the learner's state where it rests, and refuses to show it anywhere else", () => {
    const { batch, inputs$, learner, remote } = setUp();
    inputs$.next({ type: "boundary" });
    inputs$.next(batch(1));
    expect(() => learner.toSections()).toThrow(/asked to rest/);
    remote.answer();
    expect([learner.toSections().get("n"), learner.threshold, learner.mixture]).toEqual([
      Uint8Array.of(1),
      1,
      undefined,
    ]);
    remote.answer();
    expect(() => learner.toSections()).toThrow(/asked to rest/);
    expect(() => learner.threshold).toThrow(/asked to rest/);
  });

  it("acknowledges two batches ahead of those that have arrived, and no more", () => {
    const { acks, batch, inputs$, remote, results } = setUp();
    for (let i = 1; i <= 5; i++) inputs$.next(batch(i));
    expect(acks).toEqual([1, 2]);
    for (let i = 0; i < 3; i++) remote.answer();
    expect(acks).toEqual([1, 2]);
    for (const result of results) if (result.type === "learned") result.batch.ack();
    expect(acks).toEqual([1, 2, 3, 4, 5]);
  });

  it("keeps the order of batches that come from inside an acknowledgement", () => {
    const { batch, inputs$, remote, results } = setUp();
    inputs$.next(batch(1, () => inputs$.next(batch(2))));
    remote.answer();
    remote.answer();
    expect(results.map((result) => (result.type === "learned" ? result.batch.from : 0))).toEqual([1, 2]);
  });

  it("fails with the learner, and ends it when nobody listens any more", () => {
    const failing = setUp();
    failing.remote.answers$.error(new Error("out of memory"));
    expect(failing.errorOf()?.message).toBe("out of memory");
    expect(failing.remote.closed).toBe(1);
    const left = setUp();
    left.subscription.unsubscribe();
    expect(left.remote.closed).toBe(1);
  });
});

describe("early acknowledgements", () => {
  it("are as many as the credit, however batches depart and arrive", () => {
    const early = new EarlyAcks(1);
    const acks: number[] = [];
    for (let i = 0; i < 3; i++) early.depart(() => acks.push(i));
    expect(acks).toEqual([0]);
    for (let i = 0; i < 3; i++) early.arrive();
    expect(acks).toEqual([0, 1, 2]);
    early.depart(() => acks.push(3));
    early.depart(() => acks.push(4));
    expect(acks).toEqual([0, 1, 2, 3]);
  });
});
