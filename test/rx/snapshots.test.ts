import { map, type Observable, range, Subject, take } from "rxjs";
import { describe, expect, expectTypeOf, it } from "vitest";
import { Mixture } from "../../src/mixture/mixture.js";
import type { Learned } from "../../src/rx/labelled.js";
import { scoreWith } from "../../src/rx/score-with.js";
import { type LearnedMixture, snapshots } from "../../src/rx/snapshots.js";
import { stepwiseEM } from "../../src/rx/stepwise-em.js";
import { marbles } from "./marbles.js";
import { valuesOf } from "./streams.js";

const mixture = new Mixture({ covarianceType: "full", weights: [1], means: [0], covariances: [1] });

/** Labels by the letter of their version (a = 0, b = 1, …), each version learned from ten points more. */
const labels: Record<string, Learned<string>> = Object.fromEntries(
  [..."abcde"].map((value, version) => {
    const label = { version, component: 0, responsibilities: {}, logDensity: 0, anomaly: { score: 0 } };
    return [
      value,
      { value, label, mixture, progress: { points: 10 * version, logLikelihood: { mean: 0, recent: 0 } } },
    ];
  }),
);

/** Versions are counted by mini-batches. */
const PLAIN = { components: 1, refits: false, drift: false } as const;

const letterOf = ({ version }: LearnedMixture): string => "abcde"[version]!;

describe("snapshots", () => {
  const cases: [kind: string, every: number, source: string, subscription: string, expected: string][] = [
    ["never", 0, "                   -----", "        ^----", "      -----"],
    ["empty", 0, "                   ---|", "         ^--!", "       ---|"],
    ["single", 0, "                  -a--|", "        ^---!", "      -a--|"],
    ["many of one version", 0, "     -a-a-a-|", "     ^------!", "   -a-----|"],
    ["each new version", 0, "        -aabb-cd-|", "   ^--------!", " -a-b--cd-|"],
    ["one every so many points", 20, "-abbcde-|", "   ^-------!", "  -a--c-e-|"],
    ["and the last", 20, "            -abcd-|", "     ^-----!", "    -a-c--(d|)"],
    ["the first and the last", 99, "  -abcd-|", "     ^-----!", "    -a----(d|)"],
    ["error, without the last", 99, " -abcd-#", "     ^-----!", "    -a----#"],
    ["never-ending", 0, "            -a-b--", "       ^-----", "     -a-b--"],
  ];
  it.each(cases)("%s", (_, every, source, subscription, expected) => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const learned$ = cold(source.trim(), labels);
      expectObservable(learned$.pipe(snapshots({ every }), map(letterOf))).toBe(expected.trim());
      expectSubscriptions(learned$.subscriptions).toBe(subscription.trim());
    });
  });

  it("are left early", () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const learned$ = hot("-a-b-c-d-", labels);
      const subscription = "^----!";
      expectObservable(learned$.pipe(snapshots(), map(letterOf)), subscription).toBe("-a-b--");
      expectSubscriptions(learned$.subscriptions).toBe(subscription);
    });
  });

  it("begin afresh in every subscription", () => {
    marbles(({ hot, expectObservable }) => {
      const snapshots$ = hot("                -a-b-c-d-e-", labels).pipe(snapshots({ every: 20 }), map(letterOf));
      expectObservable(snapshots$).toBe("     -a---c---e-");
      expectObservable(snapshots$, "  --^").toBe("---b---d---");
    });
  });

  it("keep their order when they bring about inputs", () => {
    const learned$ = new Subject<Learned<string>>();
    const seen: string[] = [];
    learned$.pipe(snapshots(), take(3)).subscribe({
      next: (snapshot) => {
        seen.push(letterOf(snapshot));
        if (snapshot.version === 0) for (const letter of "bcd") learned$.next(labels[letter]!);
      },
      complete: () => seen.push("|"),
    });
    learned$.next(labels.a!);
    expect(seen.join("")).toBe("abc|");
    expect(learned$.observed).toBe(false);
  });

  it("name the one before them, the points and the likelihood", () => {
    const learned$ = range(0, 1000).pipe(stepwiseEM({ ...PLAIN, warmup: 300, features: (n) => [n % 13, n % 7] }));
    const all = valuesOf(learned$);
    const taken = valuesOf(learned$.pipe(snapshots({ every: 200 })));
    expect(taken.map(({ version, previous, points }) => [version, previous, points])).toEqual([
      [0, null, 300],
      [2, 0, 500],
      [4, 2, 700],
      [6, 4, 900],
    ]);
    expect(taken[0]!.logLikelihood).toEqual({ mean: Number.NaN, recent: Number.NaN });
    for (const snapshot of taken.slice(1)) {
      const before = all.filter(({ label }, i) => label.warmup === undefined && i <= snapshot.points);
      const mean = before.reduce((sum, { label }) => sum + label.logDensity, 0) / before.length;
      expect(snapshot.logLikelihood.mean).toBeCloseTo(mean, 12);
      expect(snapshot.mixture.means).toEqual(all[snapshot.points]!.mixture.means);
    }
  });

  it("score for others, and are where learning can start", () => {
    const features = (n: number): number[] => [n % 13];
    const learn = stepwiseEM({ ...PLAIN, warmup: 100, features });
    const [latest] = valuesOf(range(0, 1000).pipe(learn, snapshots({ every: 10_000 }))).slice(-1);
    const [scored] = valuesOf(range(5, 1).pipe(scoreWith(range(0, 1).pipe(map(() => latest!)), { features })));
    expect(scored!.label.version).toBe(8);
    const [next] = valuesOf(range(5, 1).pipe(stepwiseEM({ components: 1, start: latest!, features })));
    expect(next!.label.logDensity).toBe(scored!.label.logDensity);
  });

  it("are not made with a negative number of points", () => {
    expect(() => snapshots({ every: -1 })).toThrow(/^every is -1/);
  });

  it("take labels of any value", () => {
    const learn = stepwiseEM({ components: 1, features: (n: number) => [n] });
    expectTypeOf(range(0, 9).pipe(learn, snapshots())).toEqualTypeOf<Observable<LearnedMixture>>();
    expectTypeOf(snapshots).parameter(0).toEqualTypeOf<{ readonly every?: number } | undefined>();
  });
});
