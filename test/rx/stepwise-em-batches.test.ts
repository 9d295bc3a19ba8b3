import { concat, EMPTY, from, map, NEVER, type Observable, of, Subject, take, VirtualTimeScheduler } from "rxjs";
import { describe, expect, expectTypeOf, it } from "vitest";
import { Learner } from "../../src/learning/learner.js";
import type { ScoredBatch } from "../../src/learning/scored-batch.js";
import { Mixture } from "../../src/mixture/mixture.js";
import { type PointBatch, points } from "../../src/mixture/point-batch.js";
import { stepwiseEMBatches } from "../../src/rx/stepwise-em-batches.js";
import { D2K5, sample } from "../support/fixed-mixtures.js";
import { marbles } from "./marbles.js";
import { itAnswersInputByInput } from "./operator-contract.js";
import { failureOf, valuesOf } from "./streams.js";

const line = new Mixture({ covarianceType: "full", weights: [1], means: [2], covariances: [4] });

/** Letters stand for batches of so many points: a = 1, b = 2, … */
const batchOf = (letter: string): PointBatch =>
  points(Array.from({ length: letter.charCodeAt(0) - 96 }, (_, i) => [i + 0.5]));
const letterOf = ({ count }: ScoredBatch): string => String.fromCharCode(96 + count);

itAnswersInputByInput<PointBatch, ScoredBatch>("stepwiseEMBatches with a start", {
  operator: () => stepwiseEMBatches({ components: 1, start: { mixture: line, points: 1000 } }),
  input: batchOf,
  letter: letterOf,
  bad: { input: points([[1, 2]]), message: /^points have 2 dimensions, the learner 1$/ },
});

describe("stepwiseEMBatches warming up", () => {
  const cases: [kind: string, source: string, expected: string][] = [
    ["single, answered without labels", "-a--|", "-0--(1|)"],
    ["labels of the whole warm-up with the batch that ends it", "-a-b-c-a-|", "-0-0-6-1-|"],
    ["more labels than inputs on completion", "-a-b-|", "-0-0-(3|)"],
    ["error", "-a-b-#", "-0-0-#"],
    ["never-ending", "-a-c--", "-0-4--"],
  ];
  it.each(cases)("%s", (_, source, expected) => {
    marbles(({ cold, expectObservable }) => {
      const input$ = cold(source, { a: batchOf("a"), b: batchOf("b"), c: batchOf("c") });
      const scored$ = input$.pipe(stepwiseEMBatches({ components: 1, warmup: 4 }));
      expectObservable(scored$.pipe(map(({ count }) => String(count)))).toBe(expected);
    });
  });

  it("answers a batch without points", () => {
    const none = points([], { dimensions: 1 });
    const input$ = of(none, batchOf("c"), none, batchOf("a"), none);
    const scored = valuesOf(input$.pipe(stepwiseEMBatches({ components: 1, warmup: 3 })));
    expect(scored.map(({ first, count }) => [first, count])).toEqual([
      [0, 0],
      [0, 3],
      [3, 0],
      [3, 1],
      [4, 0],
    ]);
  });
});

const COUNT = 3000;
const all = sample(D2K5, COUNT, 11);
const options = { components: 5, warmup: 1000, restarts: 2 } as const;
const cut = (size: number): PointBatch[] =>
  Array.from({ length: Math.ceil(COUNT / size) }, (_, b) =>
    points(all.values.slice(b * size * 2, (b + 1) * size * 2), { dimensions: 2 }),
  );
const whole = new Learner({ ...options, dimensions: 2 }).learn(all);

describe("labels of stepwiseEMBatches", () => {
  it.each([1, 7, 100, 1000])("are those of a learner that gets all points at once, in batches of %i", (size) => {
    expectSameLabels(valuesOf(from(cut(size)).pipe(stepwiseEMBatches(options))), whole);
  });

  it("go on from a learner that the caller restores", () => {
    const learner = new Learner({ ...options, dimensions: 2 });
    const batches = cut(100);
    const before = batches.slice(0, 7).map((batch) => learner.learn(batch));
    const state = learner.toSections();
    const rest = from(batches.slice(7)).pipe(stepwiseEMBatches(() => Learner.fromSections(state)));
    for (let subscription = 0; subscription < 2; subscription++)
      expectSameLabels([...before, ...valuesOf(rest)], whole);
  });

  it("of points in restored state come out when there is nothing more", () => {
    const learner = new Learner({ ...options, dimensions: 2 });
    learner.learn(cut(100)[0]!);
    expect(valuesOf(EMPTY.pipe(stepwiseEMBatches({ ...options, start: learner.toBytes() })))).toHaveLength(1);
    expect(valuesOf(EMPTY.pipe(stepwiseEMBatches(options)))).toHaveLength(0);
  });
});

describe("stepwiseEMBatches in slices", () => {
  const slices = { sliceMs: 0 };
  const idle = { pending: 0, flushInSlices: (): never => expect.fail("nothing is pending") };

  it("gives the same labels", () => {
    const scheduler = new VirtualTimeScheduler();
    const scored: ScoredBatch[] = [];
    from(cut(700))
      .pipe(stepwiseEMBatches({ ...options, ...slices, scheduler }))
      .subscribe((batch) => scored.push(batch));
    expect(scored.map(({ count }) => count)).toEqual([0]);
    scheduler.flush();
    expectSameLabels(scored, whole);
  });

  it("lets others have their turn, and keeps the order of what arrives meanwhile", () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<PointBatch>();
    const seen: string[] = [];
    source.pipe(stepwiseEMBatches({ ...options, ...slices, scheduler })).subscribe({
      next: ({ first, count }) => seen.push(`${first}+${count}`),
      complete: () => seen.push("|"),
    });
    const [a, b, c] = cut(1000);
    source.next(a!);
    scheduler.schedule(() => seen.push("heartbeat"));
    source.next(b!);
    source.next(c!);
    source.complete();
    expect(seen).toEqual([]);
    scheduler.flush();
    expect(seen).toEqual(["heartbeat", "0+1000", "1000+1000", "2000+1000", "|"]);
  });

  it("works on as long as a slice may take", () => {
    const turnsOf = (sliceMs: number): number => {
      let [now, turns, done] = [0, 0, false];
      const scheduler = new VirtualTimeScheduler();
      scheduler.now = () => now;
      const slow = {
        ...idle,
        *learnInSlices(): Generator<undefined, ScoredBatch> {
          while (now < 100) {
            now++;
            yield;
          }
          done = true;
          return whole;
        },
      };
      of(all)
        .pipe(stepwiseEMBatches(() => slow, { scheduler, sliceMs }))
        .subscribe();
      scheduler.schedule(function () {
        turns++;
        if (!done) this.schedule();
      });
      scheduler.flush();
      return turns;
    };
    expect([0, 1, 10, 200].map(turnsOf)).toEqual([100, 100, 10, 1]);
  });

  it("stops in the middle when it is left", () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<PointBatch>();
    const seen: ScoredBatch[] = [];
    const subscription = source
      .pipe(stepwiseEMBatches({ ...options, ...slices, scheduler }))
      .subscribe((scored) => seen.push(scored));
    source.next(cut(1000)[0]!);
    expect(scheduler.actions).toHaveLength(1);
    subscription.unsubscribe();
    expect(scheduler.actions).toHaveLength(0);
    scheduler.flush();
    expect(seen).toEqual([]);
    expect(source.observed).toBe(false);
  });

  it("lets an error pass in the middle", () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<PointBatch>();
    const seen: unknown[] = [];
    source.pipe(stepwiseEMBatches({ ...options, ...slices, scheduler })).subscribe({
      next: (scored) => seen.push(scored),
      error: (error: Error) => seen.push(error.message),
    });
    source.next(cut(1000)[0]!);
    source.error(new Error("broken"));
    expect(seen).toEqual(["broken"]);
    scheduler.flush();
    expect(seen).toEqual(["broken"]);
  });

  it("fails when a later slice does", () => {
    const scheduler = new VirtualTimeScheduler();
    const failing = {
      ...idle,
      *learnInSlices(): Generator<undefined, ScoredBatch> {
        yield;
        throw new Error("in the second slice");
      },
    };
    const seen: string[] = [];
    concat(from(cut(1000)), NEVER)
      .pipe(stepwiseEMBatches(() => failing, { scheduler, ...slices }))
      .subscribe({ error: (error: Error) => seen.push(error.message) });
    expect(seen).toEqual([]);
    scheduler.flush();
    expect(seen).toEqual(["in the second slice"]);
  });
});

describe("errors and types of stepwiseEMBatches", () => {
  it("come from making it when an option is out of range", () => {
    expect(() => stepwiseEMBatches({ components: 2.5 })).toThrow(/^components is 2.5/);
  });

  it("name coordinates that are infinite", () => {
    const bad: PointBatch = { count: 1, dimensions: 2, values: Float64Array.of(1, Infinity) };
    expect(failureOf(of(bad).pipe(stepwiseEMBatches(options)))).toMatch(/^coordinate 1 of point 0 is Infinity/);
  });

  it("fit a pipe of batches", () => {
    const scored$ = from(cut(1000)).pipe(stepwiseEMBatches(options), take(1));
    expectTypeOf(scored$).toEqualTypeOf<Observable<ScoredBatch>>();
    // @ts-expect-error D comes with the first batch
    stepwiseEMBatches({ components: 1, dimensions: 2 });
  });
});

/** Each label of `parts`, in order, is the label of `whole`, to the last bit. */
function expectSameLabels(parts: readonly ScoredBatch[], whole: ScoredBatch): void {
  let next = whole.first;
  for (const { first, count } of parts) {
    if (count > 0) expect(first).toBe(next);
    next += count;
  }
  const joined = parts.flatMap(rowsOf);
  expect(joined).toHaveLength(whole.count);
  expect(joined).toEqual(rowsOf(whole));
}

function rowsOf({ runs, component, logDensity, anomalyScore, responsibilities }: ScoredBatch): unknown[] {
  return runs.flatMap(({ start, end, offset, version, warmup, mixture }) =>
    Array.from({ length: end - start }, (_, i) => {
      const at = offset + i * mixture.components;
      const shares = responsibilities.slice(at, at + mixture.components);
      const row = start + i;
      return {
        version,
        warmup,
        shares,
        logDensity: logDensity[row],
        component: component[row],
        score: anomalyScore[row],
      };
    }),
  );
}
