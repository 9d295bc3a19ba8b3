import type { Features } from "../format/features/features.js";
import { finiteOrNull } from "../format/finite-or-null.js";
import type { Origins } from "../format/origins.js";
import type { LabelledBatch } from "../learning/scored-batch.js";
import type { PointBatch } from "../mixture/point-batch.js";
import type { CommittedEvent, PipelineEvent } from "../pipeline/events.js";
import { ofMixture, ofPipeline } from "./happenings.js";
import { PendingUnits } from "./pending-units.js";
import { PhaseWatch } from "./phase-watch.js";
import { copyOrigins, type LabelledPoints } from "./points/labelled-points.js";
import { places } from "./points/places.js";
import { capacityFor, PointRing } from "./points/point-ring.js";
import { UnlabelledPoints } from "./points/unlabelled-points.js";
import { unusualIn } from "./points/unusual.js";
import { Recent } from "./recent.js";
import { Moments } from "./series/moments.js";
import { SnapshotHistory } from "./snapshots/snapshot-history.js";
import type { Happening, Moment, Phase, Subject, Totals, Unusual } from "./view.js";

export interface LiveOptions {
  readonly app: string;
  /** Input topic or file. */
  readonly input: string;
  readonly features: Pick<Features, "names" | "dimensions">;
  /** From where on points are flagged. */
  readonly threshold: Readonly<Record<string, number>>;
  /** ms. */
  readonly commitInterval: number;
  readonly release: string;
  /** Points that are kept at most; default 50,000. */
  readonly keep?: number;
  /** ms since 1970; default: the system's clock. */
  readonly now?: () => number;
  /** Masks secrets in what errors say. */
  readonly redact?: (text: string) => string;
}

const KEEP = 50_000;
/** Of a fast stream not every point is kept: so many a second, but so many of a commit in any case. */
const POINTS_PER_SECOND = 50_000;
const POINTS_PER_COMMIT = 1000;
const HAPPENINGS = 500;
const UNUSUAL = 200;

/** What a running pipeline has committed lately, in bounded memory, for those who look on. */
export class Live {
  readonly subject: Subject;
  readonly points: PointRing;
  readonly moments = new Moments();
  readonly happenings = new Recent<Happening>(HAPPENINGS);
  readonly unusual = new Recent<Unusual>(UNUSUAL);
  readonly snapshots = new SnapshotHistory();
  readonly #now: () => number;
  readonly #redact: (text: string) => string;
  readonly #phase: PhaseWatch;
  readonly #unlabelled: UnlabelledPoints;
  readonly #labelled = new PendingUnits<LabelledPoints>();
  readonly #published = new PendingUnits<Uint8Array>();
  #totals: Totals = { records: 0, labels: 0, deadLetters: 0, anomalies: 0, learned: 0, version: -1 };
  #committedAt: number | undefined;

  constructor(options: LiveOptions) {
    const { app, input, features, release, threshold, commitInterval } = options;
    const capacity = capacityFor(features.dimensions, options.keep ?? KEEP);
    this.subject = { app, input, features: features.names, release, capacity, threshold };
    this.points = new PointRing(features.dimensions, capacity);
    this.#unlabelled = new UnlabelledPoints(features.dimensions);
    this.#now = options.now ?? Date.now;
    this.#redact = options.redact ?? ((text) => text);
    this.#phase = new PhaseWatch(commitInterval, this.#now);
  }

  /** Points were learned, and some labelled, in a unit that is not committed yet. */
  labelled(unit: number, points: PointBatch | undefined, scored: LabelledBatch, origins: readonly Origins[]): void {
    this.#phase.learned();
    if (points !== undefined) this.#unlabelled.add(points);
    if (scored.count === 0) return;
    const { dimensions } = this.points;
    const values = this.#unlabelled.take(scored.count);
    this.#labelled.add(unit, { values, dimensions, scored, origins: origins.map(copyOrigins) });
  }

  /** A snapshot is part of a unit that is not committed yet. @param value its JSON. */
  published(unit: number, value: Uint8Array): void {
    this.#published.add(unit, value);
  }

  /** Snapshots that others have committed, the oldest first, unless what is here is as new. */
  recall(published: readonly { readonly value: Uint8Array; readonly at: number }[]): void {
    this.snapshots.recall(published);
  }

  take(event: PipelineEvent): void {
    this.#phase.take(event);
    if (event.type === "restored") this.#totals = { ...this.#totals, learned: event.points, version: event.version };
    if (event.type === "dropped" || (event.type === "assigned" && !event.kept)) this.#forgetOpen();
    const happening = ofPipeline(event, this.#now(), this.#totals.learned);
    if (happening !== undefined) this.#tell(happening);
    if (event.type === "committed") this.#committed(event);
  }

  failed(error: unknown): void {
    this.#phase.failed(error);
  }

  get now(): number {
    return this.#now();
  }

  get phase(): Phase {
    const { why, ...phase } = this.#phase.phase;
    return why === undefined ? phase : { ...phase, why: this.#redact(why) };
  }

  get totals(): Totals {
    return this.#totals;
  }

  #committed(event: CommittedEvent): void {
    const now = this.#now();
    const seconds = this.#committedAt === undefined ? 0 : Math.max(0, now - this.#committedAt) / 1000;
    this.#committedAt = now;
    const { records, labels, deadLetters, anomalies, learned } = this.#totals;
    this.#totals = {
      records: records + event.records,
      labels: labels + event.labels,
      deadLetters: deadLetters + event.deadLetters,
      anomalies: anomalies + event.anomalies,
      learned: learned + event.points,
      version: event.version,
    };
    const score = this.#keep(this.#labelled.take(event.unit), this.moments.total === 0 ? 1 : seconds, now);
    for (const value of this.#published.take(event.unit)) this.snapshots.add(value, now);
    for (const one of event.events) this.#tell(ofMixture(one, now));
    this.moments.add({ ...this.#figures(event), at: now, seconds, score });
  }

  /** Takes over points; of many every so many-th. @returns the largest anomaly score. */
  #keep(committed: readonly LabelledPoints[], seconds: number, now: number): number | null {
    const count = committed.reduce((sum, { scored }) => sum + scored.count, 0);
    const stride = Math.ceil(count / Math.max(POINTS_PER_COMMIT, seconds * POINTS_PER_SECOND));
    let most = Number.NEGATIVE_INFINITY;
    for (const points of committed) {
      const { scored } = points;
      for (let i = 0; i < scored.count; i++) most = Math.max(most, scored.anomalyScore[i]!);
      const phase = (stride - (scored.first % stride)) % stride;
      for (const place of places(points, stride, phase)) this.points.add(points, place);
      for (const one of unusualIn(points, now)) this.unusual.add(one);
    }
    return finiteOrNull(most);
  }

  #figures(event: CommittedEvent): Omit<Moment, "at" | "seconds" | "score"> {
    const { anomalies: flagged, deadLetters, ends, labels, model, ms, points, positions, version } = event;
    return {
      learned: this.#totals.learned,
      version,
      points,
      labels,
      deadLetters,
      flagged,
      mean: finiteOrNull(model?.logLikelihood.mean ?? Number.NaN),
      recent: finiteOrNull(model?.logLikelihood.recent ?? Number.NaN),
      threshold: finiteOrNull(model?.threshold ?? Number.NaN),
      weights: (model?.weights ?? []).map(({ id, weight }) => [id, weight]),
      lag: [...ends].map(([partition, end]) => [partition, Math.max(0, end - (positions.get(partition) ?? end))]),
      commit: ms,
    };
  }

  #tell(happening: Happening): void {
    const { why } = happening;
    this.happenings.add(why === undefined ? happening : { ...happening, why: this.#redact(why) });
  }

  /** What was not committed will be learned again, perhaps by somebody else. */
  #forgetOpen(): void {
    this.#unlabelled.clear();
    this.#labelled.clear();
    this.#published.clear();
  }
}
