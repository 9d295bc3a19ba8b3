import type { Explanation } from "../../src/anomaly/explanation.js";
import type { LearnerEvent, LearnerEventKind } from "../../src/learning/learner-event.js";
import type { ScoredBatch, ScoredRun } from "../../src/learning/scored-batch.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import type { LearnerFactory, StreamLearner } from "../../src/pipeline/ports/learner.js";

const KINDS: readonly LearnerEventKind[] = ["drift", "birth", "split", "replacement", "drift", "merge", "death"];

/**
 * What a learner says of a batch, with so many flags and events that every crash finds some: the few points of a test
 * calibrate nothing, and nothing drifts. A pure function of points and versions, however the input is cut.
 *
 * @param before version of the mixture before the batch.
 * @param after version after it.
 */
export function eventful(scored: ScoredBatch, before: number, after: number): ScoredBatch {
  const { count, first, runs } = scored;
  const pValue = new Float64Array(count).fill(Number.NaN);
  const flagged = new Uint8Array(count);
  const explanations = new Map<number, Explanation>();
  for (const run of runs)
    for (let i = run.start; i < run.end && !run.warmup; i++) {
      const ordinal = first + i;
      if (ordinal % 7 === 6) continue; // not calibrated
      pValue[i] = 1 / (2 + (ordinal % 5));
      if (ordinal % 3 !== 1) continue;
      flagged[i] = 1;
      explanations.set(i, explanationOf(scored, i));
    }
  const events = Array.from({ length: Math.max(0, after - before) }, (_, i) => before + 1 + i)
    .filter((version) => version > 0)
    .map((version) => eventOf(version, first + endBefore(runs, version, count)));
  return { ...scored, pValue, flagged, explanations, events: inOrder([...scored.events, ...events]) };
}

const inOrder = (events: readonly LearnerEvent[]) => [...events].sort((a, b) => a.points - b.points);

function explanationOf({ anomalyScore, component, logDensity }: ScoredBatch, i: number): Explanation {
  const shares = Float64Array.of(0.25, 0.75);
  return {
    nearest: component[i]!,
    mahalanobisSquared: anomalyScore[i]! ** 2,
    logPValue: Math.min(0, logDensity[i]!),
    shares,
  };
}

/** How many labels of the batch came before a version. */
function endBefore(runs: readonly ScoredRun[], version: number, count: number): number {
  return runs.find((run) => run.version >= version)?.start ?? count;
}

function eventOf(version: number, points: number): LearnerEvent {
  const kind = KINDS[version % KINDS.length]!;
  const detector = version % 2 === 0 ? ("adwin" as const) : ("page-hinkley" as const);
  const event = { kind, version, points, components: [version], numbers: { gain: version / 3 } };
  return kind === "drift" ? { ...event, components: [], detector } : event;
}

/** Learners of a factory that are {@link eventful}. */
export function eventfulLearners(factory: LearnerFactory): LearnerFactory {
  return {
    dimensions: factory.dimensions,
    fingerprint: factory.fingerprint,
    kernel: factory.kernel,
    settings: factory.settings,
    create: () => eventfulLearner(factory.create()),
    restore: (sections, accepted) => eventfulLearner(factory.restore(sections, accepted)),
    adopt: (sections) => eventfulLearner(factory.adopt(sections)),
  };
}

/** The learner itself, but for what it says of batches. */
function eventfulLearner(inner: StreamLearner): StreamLearner {
  const told = {
    *learnInSlices(batch: PointBatch): Generator<undefined, ScoredBatch> {
      const before = inner.version;
      return eventful(yield* inner.learnInSlices(batch), before, inner.version);
    },
    *flushInSlices(): Generator<undefined, ScoredBatch> {
      const before = inner.version;
      return eventful(yield* inner.flushInSlices(), before, inner.version);
    },
  };
  return new Proxy(inner, {
    get: (_, name) => {
      if (Object.hasOwn(told, name)) return Reflect.get(told, name);
      const value: unknown = Reflect.get(inner, name, inner);
      return typeof value === "function" ? value.bind(inner) : value;
    },
  });
}
