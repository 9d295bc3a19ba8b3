import { concat, from, take, throwError, VirtualTimeScheduler } from "rxjs";
import { describe, expect, it } from "vitest";
import { Learner } from "../../src/learning/learner.js";
import type { ScoredBatch } from "../../src/learning/scored-batch.js";
import type { Mixture } from "../../src/mixture/mixture.js";
import { points } from "../../src/mixture/point-batch.js";
import type { Learned, SoftLabel } from "../../src/rx/labelled.js";
import { type StepwiseEMOptions, stepwiseEM } from "../../src/rx/stepwise-em.js";
import { D2K5, sample } from "../support/fixed-mixtures.js";
import { valuesOf } from "./streams.js";

/** Versions are counted by mini-batches, and scores are those of the mixture. */
const PLAIN = { refits: false, drift: false, anomaly: { components: "single" } } as const;

describe("labels of stepwiseEM", () => {
  const COUNT = 3000;
  const batch = sample(D2K5, COUNT, 7);
  const rows = Array.from({ length: COUNT }, (_, i) => [batch.values[2 * i]!, batch.values[2 * i + 1]!]);
  const options = { components: 5, seed: 3, restarts: 2 } as const;
  const operator = (more: Partial<StepwiseEMOptions<number[]>> = {}) =>
    stepwiseEM<number[]>({ ...options, features: (row) => row, minimum: 0, ...more });

  it("are those of a learner that gets all points in one batch, bit for bit", () => {
    const weights = Float64Array.from(rows, (_, i) => (i % 7) / 3);
    const learner = new Learner({ ...options, dimensions: 2 });
    const scored = learner.learn(points(batch, { weights }));
    const learned = valuesOf(from(rows).pipe(operator({ weight: (_, i) => weights[i]! })));
    expect(learned.map(({ label }) => label)).toEqual(labelsOf(scored));
    expect(learned.map(({ value }) => value)).toEqual(rows);
    expect(learned.at(-1)!.mixture.means).toEqual(scored.runs.at(-1)!.mixture.means);
  });

  it("name the mixture that made them, and the points it was learned from", () => {
    const learned = valuesOf(from(rows).pipe(operator({ warmup: 1000, ...PLAIN })));
    const versions = new Map(learned.map(({ label, mixture, progress }) => [label.version, { mixture, progress }]));
    expect([...versions.keys()]).toEqual(Array.from({ length: 20 }, (_, t) => t));
    expect([...versions.values()].map(({ progress }) => progress.points)).toEqual(
      Array.from({ length: 20 }, (_, t) => 1000 + 100 * t),
    );
    learned.forEach(({ label, mixture, progress }, i) => {
      expect(label.warmup).toBe(i < 1000 ? true : undefined);
      expect(label.version).toBe(Math.max(0, Math.floor((i - 1000) / 100)));
      expect(mixture).toBe(versions.get(label.version)!.mixture);
      expect(progress).toBe(versions.get(label.version)!.progress);
    });
    const { value, label, mixture } = learned[2345]!;
    const again = mixture.score(points([value]));
    expect(label.logDensity).toBe(again.logDensity[0]);
    expect(label.anomaly.score).toBe(again.anomalyScore[0]);
    expect(label.component).toBe(again.component[0]);
  });

  it("leave out responsibilities below the minimum", () => {
    const all = valuesOf(from(rows).pipe(operator()));
    const most = valuesOf(from(rows).pipe(operator({ minimum: 0.2 })));
    most.forEach(({ label: { responsibilities } }, i) => {
      const large = Object.entries(all[i]!.label.responsibilities).filter(([, share]) => share >= 0.2);
      expect(responsibilities).toEqual(Object.fromEntries(large));
    });
    expect(Object.keys(all[0]!.label.responsibilities)).toHaveLength(5);
  });

  it("go on exactly from saved state, in the warm-up and after it", () => {
    const whole = valuesOf(from(rows).pipe(operator()));
    for (const cut of [1, 700, 1000, 1001, 1234, 2999]) {
      let learner: Learner | undefined;
      const onLearner = (one: Learner): void => {
        learner = one;
      };
      const unfinished = concat(
        from(rows.slice(0, cut)),
        throwError(() => new Error("killed")),
      );
      unfinished.pipe(operator({ onLearner })).subscribe({ error: () => undefined });
      const rest = valuesOf(from(rows.slice(cut)).pipe(operator({ start: learner!.toBytes() })));
      expect(rest.map(({ label }) => label)).toEqual(whole.slice(cut).map(({ label }) => label));
      expect(rest.map(({ value }) => value)).toEqual(rows.slice(cut));
    }
  });

  it("go on exactly from what was saved on completion", () => {
    const whole = valuesOf(from(rows).pipe(operator()));
    let learner: Learner | undefined;
    const onLearner = (one: Learner): void => {
      learner = one;
    };
    valuesOf(from(rows.slice(0, 1234)).pipe(operator({ onLearner })));
    const rest = valuesOf(from(rows.slice(1234)).pipe(operator({ start: learner!.toBytes() })));
    expect(rest.map(({ label }) => label)).toEqual(whole.slice(1234).map(({ label }) => label));
  });

  it("are the same in slices, whatever arrives meanwhile", () => {
    const scheduler = new VirtualTimeScheduler();
    const seen: Learned<number[]>[] = [];
    from(rows)
      .pipe(operator({ scheduler, sliceMs: 0 }))
      .subscribe((learned) => seen.push(learned));
    expect(seen).toEqual([]);
    scheduler.flush();
    expect(seen.map(({ value }) => value)).toEqual(rows);
    expect(seen.map(({ label }) => label)).toEqual(valuesOf(from(rows).pipe(operator())).map(({ label }) => label));
  });

  it("come from the mixture it starts from", () => {
    const first = valuesOf(from(rows).pipe(operator({ start: D2K5 }), take(100)));
    expect(first.every(({ label, mixture }) => label.version === 0 && mixture === D2K5)).toBe(true);
    const weak = valuesOf(from(rows).pipe(operator({ start: { mixture: D2K5, points: 1 } }))).at(-1)!;
    const strong = valuesOf(from(rows).pipe(operator({ start: { mixture: D2K5, points: 1e9 } }))).at(-1)!;
    expect(distance(strong.mixture, D2K5)).toBeLessThan(1e-4);
    expect(distance(weak.mixture, D2K5)).toBeGreaterThan(1e-2);
  });
});

/** Labels as the rows of a batch, put together by hand. */
function labelsOf(scored: ScoredBatch): SoftLabel[] {
  const labels: SoftLabel[] = [];
  for (const { start, end, offset, version, warmup, mixture } of scored.runs)
    for (let i = start; i < end; i++) {
      const K = mixture.components;
      const row = scored.responsibilities.slice(offset + (i - start) * K, offset + (i - start + 1) * K);
      labels.push({
        version,
        component: scored.component[i]!,
        responsibilities: Object.fromEntries(Array.from(row, (share, k) => [mixture.ids[k]!, share])),
        logDensity: scored.logDensity[i]!,
        anomaly: { score: scored.anomalyScore[i]!, ...verdictOf(scored, i) },
        ...(warmup && { warmup }),
      });
    }
  return labels;
}

function verdictOf({ explanations, flagged, pValue }: ScoredBatch, i: number): object {
  if (Number.isNaN(pValue[i])) return {};
  const why = explanations.get(i);
  if (why === undefined) return { pValue: pValue[i], flagged: false };
  expect(flagged[i]).toBe(1);
  const large = Array.from(why.shares, (share, j) => [`x${j + 1}`, share] as const).filter(
    ([, share]) => share >= 0.01,
  );
  const { logPValue, mahalanobisSquared, nearest: component } = why;
  const nearest = { component, distance: Math.sqrt(mahalanobisSquared), logPValue };
  return { pValue: pValue[i], flagged: true, why: Object.fromEntries(large), nearest };
}

function distance(a: Mixture, b: Mixture): number {
  return Math.max(...a.means.map((mean, i) => Math.abs(mean - b.means[i]!)));
}
