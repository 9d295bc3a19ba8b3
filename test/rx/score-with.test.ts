import {
  BehaviorSubject,
  concat,
  EMPTY,
  from,
  map,
  NEVER,
  type Observable,
  type OperatorFunction,
  of,
  range,
  Subject,
} from "rxjs";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { Snapshot } from "../../src/format/records.js";
import { Mixture } from "../../src/mixture/mixture.js";
import type { KnownMixture } from "../../src/rx/known-mixture.js";
import type { Labelled } from "../../src/rx/labelled.js";
import { scoreWith } from "../../src/rx/score-with.js";
import { D2K5, sample } from "../support/fixed-mixtures.js";
import { marbles } from "./marbles.js";
import { itAnswersInputByInput } from "./operator-contract.js";
import { failureOf, valuesOf } from "./streams.js";

const normal = (mean: number): Mixture =>
  new Mixture({ covarianceType: "full", weights: [1], means: [mean], covariances: [1] });
const features = (letter: string): number[] => [letter.charCodeAt(0)];

itAnswersInputByInput<string, Labelled<string>>("scoreWith a mixture that stays", {
  operator: () => scoreWith(of(normal(98)), { features: (letter) => (letter === "?" ? [] : features(letter)) }),
  input: (letter) => letter,
  letter: ({ value }) => value,
  bad: { input: "?", message: /^value 1 has no features/ },
});

itAnswersInputByInput<string, Labelled<string>>("scoreWith a mixture that may change", {
  operator: () => scoreWith(new BehaviorSubject(normal(98)), { features }),
  input: (letter) => letter,
  letter: ({ value }) => value,
  bad: { input: 3 as never, message: /charCodeAt/ },
});

/** The value, then the version that labelled it. */
const scored =
  (mixtures$: Observable<KnownMixture>, buffer?: number): OperatorFunction<string, string> =>
  (source) =>
    source.pipe(
      scoreWith(mixtures$, { features, ...(buffer !== undefined && { buffer }) }),
      map(({ value, label }) => value + label.version),
    );

describe("scoreWith mixtures that come and go", () => {
  const outputs = Object.fromEntries(["a0", "b0", "c0", "d0", "b1", "c1", "d1", "a1"].map((text, i) => [i, text]));
  // 0: a0, 1: b0, 2: c0, 3: d0, 4: b1, 5: c1, 6: d1, 7: a1
  const cases: [kind: string, mixtures: string, mixturesUntil: string, source: string, expected: string][] = [
    ["waits for the first", "   -----m---", "^-------------!", "-a-b------c-d-|", "-----(01)-2-3-|"],
    ["changes between values", "  m---m----", " ^--------!", "-a-b-c-d-|", "-0-1-5-6-|"],
    ["goes on with the last", "  m-|", "      ^-!", "-a-b-c-d-|", "-0-1-2-3-|"],
    ["never gets one", "      -----", "      ^----", "-a-b-", "-----"],
    ["needs none", "          -----", "      ^-!", "  --|", "--|"],
    ["needs none, and none come", "--|", " ^-!", "  ---|", "---|"],
    ["completes when none waits", "-----m---", "^----!", "-a-|", "-----(0|)"],
    ["fails with the mixtures", " m--#", "     ^--!", " -a-b-", "-0-#"],
    ["fails with the source", "   m-------", " ^---!", "-a--#", "-0--#"],
    ["fails with waiting values", "--------", "^---!", "-a--#", "----#"],
  ];
  it.each(cases)("%s", (_, mixtures, mixturesUntil, source, expected) => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const mixtures$ = cold(mixtures.trim(), { m: normal(98) });
      const source$ = cold(source.trim());
      expectObservable(source$.pipe(scored(mixtures$))).toBe(expected.trim(), outputs);
      expectSubscriptions(mixtures$.subscriptions).toBe(mixturesUntil.trim());
    });
  });

  it("learns nothing of other subscriptions", () => {
    marbles(({ hot, expectObservable }) => {
      const mixtures$ = hot("  m---m-----", { m: normal(98) });
      const output$ = hot("    -a-b-c-d--").pipe(scored(mixtures$));
      expectObservable(output$).toBe("            -0-1-5-6--", outputs);
      expectObservable(output$, "  --^-------").toBe("----12-3--", { 1: "b0", 2: "c0", 3: "d0" });
    });
  });

  it("fails when more values wait than the buffer takes", () => {
    const waiting = (count: number): Observable<string> => range(0, count).pipe(map((n) => String(n)));
    const unlimited = concat(waiting(2), NEVER);
    expect(failureOf(unlimited.pipe(scored(NEVER, 2)))).toBe("no failure");
    expect(failureOf(waiting(3).pipe(scored(NEVER, 2)))).toMatch(/^3 values wait .* buffer is 2: /);
    expect(failureOf(waiting(1).pipe(scored(NEVER, 0)))).toMatch(/^1 values wait/);
    expect(failureOf(waiting(10_000).pipe(scored(NEVER)))).toBe("no failure");
    expect(failureOf(waiting(10_001).pipe(scored(NEVER)))).toMatch(/^10001 values wait/);
  });

  it("fails when values need a mixture and none will come", () => {
    const message = /^the mixtures completed before there was one/;
    expect(failureOf(of("a").pipe(scored(EMPTY)))).toMatch(message);
    const mixtures$ = new Subject<Mixture>();
    let failure = "";
    of("a")
      .pipe(scored(mixtures$))
      .subscribe({
        error: (error: Error) => {
          failure = error.message;
        },
      });
    mixtures$.complete();
    expect(failure).toMatch(message);
  });

  it("keeps the order when waiting values bring about inputs and mixtures", () => {
    const source = new Subject<string>();
    const mixtures$ = new Subject<Mixture>();
    const seen: string[] = [];
    source.pipe(scored(mixtures$)).subscribe({
      next: (output) => {
        seen.push(output);
        if (output !== "a0") return;
        source.next("d");
        mixtures$.next(normal(99));
        source.next("e");
        source.complete();
      },
      complete: () => seen.push("|"),
    });
    for (const letter of "abc") source.next(letter);
    mixtures$.next(normal(98));
    expect(seen).toEqual(["a0", "b0", "c0", "d0", "e1", "|"]);
    expect(mixtures$.observed).toBe(false);
  });

  it("goes no further into waiting values than the subscriber does", () => {
    const source = new Subject<string>();
    const mixtures$ = new Subject<Mixture>();
    const seen: string[] = [];
    const subscription = source.pipe(scored(mixtures$)).subscribe((output) => {
      seen.push(output);
      if (output === "b0") subscription.unsubscribe();
    });
    for (const letter of "abcd") source.next(letter);
    mixtures$.next(normal(98));
    expect(seen).toEqual(["a0", "b0"]);
    expect([source.observed, mixtures$.observed]).toEqual([false, false]);
  });
});

describe("labels of scoreWith", () => {
  const batch = sample(D2K5, 200, 3);
  const rows = Array.from({ length: 200 }, (_, i) => [batch.values[2 * i]!, batch.values[2 * i + 1]!]);
  const labelled = (known: KnownMixture, minimum = 0): Labelled<number[]>[] =>
    valuesOf(from(rows).pipe(scoreWith(of(known), { features: (row) => row, minimum })));

  it("are those of the mixture, bit for bit", () => {
    const scores = D2K5.score(batch);
    labelled(D2K5).forEach(({ value, label, mixture }, i) => {
      expect(value).toBe(rows[i]);
      expect(mixture).toBe(D2K5);
      expect(label).toEqual({
        version: 0,
        component: scores.component[i],
        responsibilities: { ...scores.responsibilities.subarray(i * 5, (i + 1) * 5) },
        logDensity: scores.logDensity[i],
        anomaly: { score: scores.anomalyScore[i] },
      });
    });
  });

  it("leave out responsibilities below the minimum", () => {
    const shares = labelled(D2K5, 0.5).map(({ label }) => Object.values(label.responsibilities));
    expect(shares.every((large) => large.length <= 1 && large.every((share) => share >= 0.5))).toBe(true);
    expect(shares.some((large) => large.length === 1)).toBe(true);
  });

  it("name the version that came with the mixture", () => {
    expect(labelled({ mixture: D2K5, version: 412 })[0]!.label.version).toBe(412);
    expect(labelled({ mixture: D2K5 })[0]!.label.version).toBe(0);
  });

  it("are the same by the record of a snapshot", () => {
    const record = JSON.parse(JSON.stringify(recordOf(D2K5, 7))) as Snapshot;
    const expected = labelled({ mixture: D2K5, version: 7 });
    expect(labelled(record).map(({ label }) => label)).toEqual(expected.map(({ label }) => label));
  });

  it("take no value of other dimensions than the mixture of the moment", () => {
    const mixtures$ = new BehaviorSubject<Mixture>(D2K5);
    const source = new Subject<number[]>();
    const seen: unknown[] = [];
    source.pipe(scoreWith(mixtures$, { features: (row) => row })).subscribe({
      next: ({ value }) => seen.push(value),
      error: (error: Error) => seen.push(error.message),
    });
    source.next([1, 2]);
    mixtures$.next(normal(1));
    source.next([3]);
    source.next([4, 5]);
    expect(seen).toEqual([[1, 2], [3], "value 2 has 2 features, expected 1"]);
  });
});

describe("making scoreWith", () => {
  it("checks options at once", () => {
    expect(() => scoreWith(NEVER, { features, buffer: -1 })).toThrow(/^buffer is -1/);
    expect(() => scoreWith(NEVER, { features, minimum: Number.NaN })).toThrow(/^minimum is NaN/);
  });

  it("infers the caller's value", () => {
    const labelled$ = of({ ms: 1 }).pipe(scoreWith(of(D2K5), { features: ({ ms }) => [ms, ms] }));
    expectTypeOf(labelled$).toEqualTypeOf<Observable<Labelled<{ ms: number }>>>();
    expectTypeOf(scoreWith<string>)
      .parameter(0)
      .toEqualTypeOf<Observable<KnownMixture>>();
  });
});

function recordOf(mixture: Mixture, version: number): Snapshot {
  const { components: K, dimensions: D, weights, means, covariances, ids, born, covarianceType } = mixture;
  return {
    schema: 1,
    model: "test",
    version,
    previous: null,
    points: 1000,
    covarianceType,
    features: ["x", "y"],
    components: Array.from({ length: K }, (_, k) => ({
      id: ids[k]!,
      weight: weights[k]!,
      mean: [...means.subarray(k * D, (k + 1) * D)],
      covariance: Array.from({ length: D }, (_, i) => [...covariances.subarray((k * D + i) * D, (k * D + i + 1) * D)]),
      born: born[k]!,
    })),
    logLikelihood: { mean: null, recent: null },
    events: [],
    digest: "0".repeat(64),
  };
}
