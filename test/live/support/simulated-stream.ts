import { Calibration } from "../../../src/anomaly/calibration.js";
import { Explainer } from "../../../src/anomaly/explain.js";
import type { Explanation } from "../../../src/anomaly/explanation.js";
import { flaggedFrom, isFlagged } from "../../../src/anomaly/threshold.js";
import { Features } from "../../../src/format/features/features.js";
import { lifecycleEvent } from "../../../src/format/lifecycle-event.js";
import type { Origins } from "../../../src/format/origins.js";
import { snapshotOf } from "../../../src/format/snapshot.js";
import type { LearnerEvent } from "../../../src/learning/learner-event.js";
import type { ScoredBatch } from "../../../src/learning/scored-batch.js";
import { Live, type LiveOptions } from "../../../src/live/live.js";
import { Mixture } from "../../../src/mixture/mixture.js";
import type { CommittedEvent } from "../../../src/pipeline/events.js";
import { Random } from "../../../src/random/random.js";
import { sample } from "../../support/fixed-mixtures.js";

export interface SimulatedOptions extends Partial<LiveOptions> {
  readonly mixture?: Mixture;
  readonly names?: readonly string[];
  readonly seed?: number;
}

/** Three kinds of requests: how long they took and how much they sent, on log scales. */
export const REQUESTS = new Mixture({
  covarianceType: "full",
  weights: [0.55, 0.3, 0.15],
  means: [3.2, 6.5, 5.4, 8.6, 4.6, 11.2],
  covariances: [0.12, 0.02, 0.02, 0.3, 0.25, -0.16, -0.16, 0.4, 0.3, 0.24, 0.24, 0.5],
  ids: [0, 1, 2],
});
const NAMES = ["log1p(ms)", "log1p(bytes)"];
const RATE = 0.002;

/** A pipeline that only looks like one: points of a fixed mixture, labelled, committed and told to a {@link Live}. */
export class SimulatedStream {
  readonly live: Live;
  readonly features: Features;
  mixture: Mixture;
  version = 0;
  unit = 0;
  learned = 0;
  now = 1_700_000_000_000;
  readonly #random: Random;
  readonly #calibration = new Calibration();
  #previous: number | null = null;
  #seed: number;

  constructor(options: SimulatedOptions = {}) {
    const { mixture = REQUESTS, names = NAMES, seed = 1, ...live } = options;
    this.mixture = mixture;
    this.features = new Features([...names]);
    this.#seed = seed;
    this.#random = new Random(seed);
    this.live = new Live({
      app: "requests",
      input: "web-requests",
      features: this.features,
      threshold: { rate: RATE },
      commitInterval: 500,
      release: "0.0.0",
      now: () => this.now,
      ...live,
    });
    this.live.take({ type: "started", app: "requests", group: "requests", input: "web-requests" });
    this.live.take({ type: "assigned", epoch: 1, partitions: [0, 1], kept: false });
    this.live.take({ type: "genesis", positions: new Map([[0, 0]]) });
  }

  /** Learns points into the open unit. @param outliers so many of them lie far off. */
  learn(count: number, outliers = 0, warmup = false): ScoredBatch {
    const points = sample(this.mixture, count, this.#seed++);
    const D = points.dimensions;
    for (let i = 0; i < outliers; i++)
      points.values[Math.floor(((i + 0.5) * count) / outliers) * D + (i % D)]! += 6 + 3 * this.#random.uniform();
    const scored = this.#score(points.values, count, warmup);
    this.live.labelled(this.unit + 1, points, scored, [this.#origins(count)]);
    this.learned += count;
    return scored;
  }

  /** Commits the open unit. */
  commit(points: number, more: Partial<CommittedEvent> = {}, elapsed = 500): void {
    this.now += elapsed;
    this.unit++;
    this.live.take({
      type: "committed",
      unit: this.unit,
      inputs: [],
      records: points,
      points,
      labels: points,
      deadLetters: 0,
      anomalies: 0,
      events: [],
      bytes: 0,
      stateBytes: 0,
      ms: 12,
      version: this.version,
      positions: new Map([[0, this.learned]]),
      ends: new Map([[0, this.learned]]),
      model: this.#model(),
      ...more,
    });
  }

  /** Puts a snapshot of the mixture into the open unit; its value is what was published. */
  publish(events: readonly LearnerEvent[] = []): Uint8Array {
    const { features, learned: points, mixture, version } = this;
    const provenance = { model: "requests", version, previous: this.#previous, points, features };
    const snapshot = snapshotOf(
      mixture,
      { ...provenance, events: events.map(lifecycleEvent) },
      this.#model().logLikelihood,
    );
    this.#previous = version;
    const value = new TextEncoder().encode(JSON.stringify(snapshot));
    this.live.published(this.unit + 1, value);
    return value;
  }

  /** A whole unit: points, a snapshot, a commit. */
  step(count: number, outliers = 0, events: readonly LearnerEvent[] = []): void {
    const { flagged } = this.learn(count, outliers);
    this.version++;
    this.publish(events);
    this.commit(count, { anomalies: flagged.reduce((sum, one) => sum + one, 0), events });
  }

  #model() {
    const wave = 0.05 * Math.sin(this.unit / 9);
    const weights = Array.from(this.mixture.ids, (id, k) => ({ id, weight: this.mixture.weights[k]! }));
    const threshold = flaggedFrom({ rate: RATE }, this.#calibration);
    return { weights, logLikelihood: { mean: -2.31, recent: -2.3 + wave }, step: 0.01, threshold };
  }

  #score(values: Float64Array, count: number, warmup: boolean): ScoredBatch {
    const { mixture, version } = this;
    const D = mixture.dimensions;
    const scores = mixture.score({ count, dimensions: D, values });
    const pValue = new Float64Array(count).fill(Number.NaN);
    if (!warmup) this.#calibration.pValues(scores.anomalyScore, 0, count, pValue, 0);
    const flagged = Uint8Array.from(pValue, (p, i) => Number(isFlagged({ rate: RATE }, p, scores.anomalyScore[i]!)));
    const explainer = new Explainer(mixture);
    const explanations = new Map<number, Explanation>();
    flagged.forEach((flag, i) => flag === 1 && explanations.set(i, explainer.explain(values, i * D)));
    this.#calibration.add(scores.anomalyScore, 0, count);
    const { anomalyScore, component, logDensity, responsibilities } = scores;
    const runs = [{ start: 0, end: count, offset: 0, version, warmup, mixture }];
    const columns = { component, logDensity, anomalyScore, responsibilities, pValue, flagged, explanations };
    return { count, first: this.learned, ...columns, events: [], runs };
  }

  #origins(count: number): Origins {
    const ordinals = Float64Array.from({ length: count }, (_, i) => this.learned + i);
    return {
      topic: "web-requests",
      partition: 0,
      count,
      offsets: ordinals,
      indices: new Int32Array(count).fill(-1),
      timestamps: ordinals.map((i) => 1_700_000_000_000 + i),
      ids: Array.from(ordinals, (i) => `r-${i}`),
      keys: new Array<null>(count).fill(null),
    };
  }
}
