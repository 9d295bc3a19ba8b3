import { from, map, type Observable, type OperatorFunction, of, range, take } from "rxjs";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import { batchPoints } from "../../src/rx/batch-points.js";
import { marbles } from "./marbles.js";
import { failureOf, valuesOf } from "./streams.js";

const codes = (): OperatorFunction<string, string> => (source) =>
  source.pipe(
    batchPoints({ size: 2, features: (letter) => [letter.charCodeAt(0)] }),
    map(({ values }) => String.fromCharCode(...values)),
  );

describe("batchPoints", () => {
  const full = { x: "ab", y: "cd", z: "c" };
  const cases: [kind: string, source: string, subscription: string, expected: string][] = [
    ["never", "      -------", "^------", "-------"],
    ["empty", "      --|", "    ^-!", "    --|"],
    ["single", "     -c-|", "   ^--!", "   ---(z|)"],
    ["many", "       -a-b-c-d-|", "^--------!", "---x---y-|"],
    ["a shorter last batch", "-a-b-c-|", "^------!", "---x---(z|)"],
    ["error", "      -a-b-c-#", "^------!", "---x---#"],
    ["never-ending", "-a-b-c--", "^-------", "---x----"],
  ];
  it.each(cases)("%s", (_, source, subscription, expected) => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const input$ = cold(source.trim());
      expectObservable(input$.pipe(codes())).toBe(expected.trim(), full);
      expectSubscriptions(input$.subscriptions).toBe(subscription.trim());
    });
  });

  it("is left early", () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const input$ = hot("  -a-b-c-d-|");
      const subscription = "^----!";
      expectObservable(input$.pipe(codes()), subscription).toBe("---x--", full);
      expectSubscriptions(input$.subscriptions).toBe(subscription);
    });
  });

  it("fills batches afresh in every subscription", () => {
    marbles(({ hot, expectObservable }) => {
      const output$ = hot("     -a-b-c-d-").pipe(codes());
      expectObservable(output$).toBe("---x---y-", full);
      expectObservable(output$, "   --^").toBe("-----x---", { x: "bc" });
    });
  });

  it("stops a synchronous source that would never end", () => {
    const batches$ = range(0, Infinity).pipe(batchPoints({ size: 100, features: (n) => [n] }), take(2));
    expect(valuesOf(batches$).map(({ values }) => values[0])).toEqual([0, 100]);
  });

  it("packs features row by row, and weights", () => {
    const values = [
      { at: [1, 2], share: 0.5 },
      { at: [3, 4], share: 0 },
      { at: [5, Number.NaN], share: 2 },
    ];
    const pack = batchPoints<(typeof values)[number]>({
      size: 2,
      features: ({ at }) => at,
      weight: ({ share }, index) => share + index,
    });
    expect(valuesOf(from(values).pipe(pack))).toEqual([
      { count: 2, dimensions: 2, values: Float64Array.of(1, 2, 3, 4), weights: Float64Array.of(0.5, 1) },
      { count: 1, dimensions: 2, values: Float64Array.of(5, Number.NaN), weights: Float64Array.of(4) },
    ]);
  });

  it("gives every batch memory of its own", () => {
    const [first, second] = valuesOf(of(1, 2).pipe(batchPoints({ size: 1, features: (n) => [n] })));
    expect([first!.values[0], second!.values[0]]).toEqual([1, 2]);
    expect(first!.values.buffer).not.toBe(second!.values.buffer);
  });

  it("fails on features of another length, naming the value across batches", () => {
    const batches$ = of([1], [2], [3, 4]).pipe(batchPoints({ size: 2, features: (row) => row }));
    expect(failureOf(batches$)).toBe("value 2 has 2 features, expected 1");
  });

  it("is not made with a size that is none", () => {
    expect(() => batchPoints({ size: 0, features: (n: number) => [n] })).toThrow(/^size is 0/);
  });

  it("infers the caller's value", () => {
    const batches$ = of({ ms: 1 }).pipe(batchPoints({ size: 9, features: ({ ms }) => [ms] }));
    expectTypeOf(batches$).toEqualTypeOf<Observable<PointBatch>>();
  });
});
