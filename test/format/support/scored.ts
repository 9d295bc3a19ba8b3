import type { Explanation } from "../../../src/anomaly/explanation.js";
import { DecodedBatch } from "../../../src/format/decoded-batch.js";
import type { PointId } from "../../../src/format/origins.js";
import { Learner } from "../../../src/learning/learner.js";
import type { LearnerEvent } from "../../../src/learning/learner-event.js";
import type { ScoredBatch } from "../../../src/learning/scored-batch.js";
import type { CovarianceType } from "../../../src/mixture/covariance/covariance-type.js";
import { type PointBatch, points } from "../../../src/mixture/point-batch.js";
import { Random } from "../../../src/random/random.js";

/** Points of three clusters, the same for the same seed. */
export function threeClusters(count: number, dimensions: number, seed = 1): PointBatch {
  const random = new Random(seed);
  const values = Float64Array.from({ length: count * dimensions }, (_, i) => {
    const cluster = Math.floor(i / dimensions) % 3;
    return random.uniform() + random.uniform() + random.uniform() + cluster * 1.5 * ((i % dimensions) + 1);
  });
  return points(values, { dimensions });
}

/** A learner that does nothing but learn: versions are counted by mini-batches, and scores are those of the mixture. */
const PLAIN = {
  components: 3,
  warmup: 60,
  miniBatch: 25,
  restarts: 2,
  refits: false,
  drift: false,
  anomaly: { components: "single" },
} as const;

/** Labels of `count` points: a warm-up of 60, then mini-batches of 25. */
export function scoredByLearner(count: number, covariance: CovarianceType = "full", dimensions = 2): ScoredBatch {
  const learner = new Learner({ ...PLAIN, dimensions, covariance });
  return learner.learn(threeClusters(count, dimensions));
}

/** Origins of so many points: messages of these numbers of points; 1 = a single one. */
export function originsOf(messages: readonly number[], id: (point: number) => PointId = () => undefined): DecodedBatch {
  const batch = new DecodedBatch(1, "points", 2, 4);
  messages.forEach((size, m) => {
    const record = { offset: 100 + m, timestamp: 5000 + m, key: m % 2 === 0 ? Uint8Array.of(m) : null, value: null };
    for (let i = 0; i < size; i++) {
      batch.reserve(1);
      batch.append(record, size === 1 ? -1 : i, record.timestamp, id(batch.count), 1);
    }
  });
  return batch;
}

const SHARES = [
  [0.3, 0.7],
  [0.0099009, 0.9900991],
  [1, 0],
] as const;

/** The same labels of which more is said: from the warm-up on they have p-values, and every third of them is flagged. */
export function calibrated(scored: ScoredBatch): ScoredBatch {
  const pValue = new Float64Array(scored.count).fill(Number.NaN);
  const flagged = new Uint8Array(scored.count);
  const explanations = new Map<number, Explanation>();
  for (const { end, start, warmup } of scored.runs)
    for (let i = start; i < end && !warmup; i++) {
      pValue[i] = 1 / (3 + (i % 11));
      if (i % 3 !== 0) continue;
      flagged[i] = 1;
      const shares = Float64Array.from(SHARES[(i / 3) % SHARES.length]!);
      explanations.set(i, { nearest: i % 5, mahalanobisSquared: 1 + i, logPValue: -i / 7, shares });
    }
  return { ...scored, pValue, flagged, explanations };
}

/** A drift that was noticed at some point. */
export function driftAt(points: number, more: Partial<LearnerEvent> = {}): LearnerEvent {
  return { kind: "drift", version: 3, points, components: [], numbers: { gain: 0.5 }, detector: "adwin", ...more };
}
