import { createHash } from "node:crypto";
import type { Mixture } from "../mixture/mixture.js";
import { canonicalJson } from "./canonical-json.js";
import type { Features } from "./features/features.js";
import { finiteOrNull } from "./finite-or-null.js";
import {
  type FitRecord,
  type LifecycleEvent,
  RECORD_SCHEMA,
  type Snapshot,
  type SnapshotComponent,
} from "./records.js";

/** Where a mixture stands in the history of its model. */
export interface Provenance {
  /** Name of the model. */
  readonly model: string;
  readonly version: number;
  /** Version of the snapshot published before; null on the first. */
  readonly previous: number | null;
  /** Points learned so far. */
  readonly points: number;
  readonly features: Features;
  /** What happened since the snapshot published before. */
  readonly events?: readonly LifecycleEvent[];
  /** So many earlier ones are left out of them. */
  readonly eventsOmitted?: number;
}

/** Prequential figures in nats a point; NaN before there are any. */
export interface PrequentialFigures {
  readonly mean: number;
  readonly recent: number;
}

/** What a batch fit reports besides its mixture. */
export type FitFigures = Pick<FitRecord, "bic" | "aic" | "icl" | "converged" | "iterations"> & {
  readonly logLikelihood: { readonly total: number; readonly mean: number; readonly trace: readonly number[] };
};

/**
 * The record that publishes a mixture. Its numbers read back as the same doubles.
 *
 * @example
 * const snapshot = snapshotOf(mixture, { model: "geyser", version: 0, previous: null, points: 272, features }, figures);
 * mixtureOf(snapshot).mixture.score(batch); // the same labels as mixture.score(batch)
 */
export function snapshotOf(mixture: Mixture, provenance: Provenance, figures: PrequentialFigures): Snapshot {
  const logLikelihood = { mean: finiteOrNull(figures.mean), recent: finiteOrNull(figures.recent) };
  return withDigest({ ...mixtureFields(mixture, provenance), logLikelihood, ...lifecycleFields(provenance) });
}

/** The record of a batch fit: a snapshot with the figures of the fit. */
export function fitRecordOf(mixture: Mixture, provenance: Provenance, figures: FitFigures): FitRecord {
  const { aic, bic, converged, icl, iterations, logLikelihood } = figures;
  const { mean, total, trace } = logLikelihood;
  return withDigest({
    ...mixtureFields(mixture, provenance),
    logLikelihood: { total, mean, trace: [...trace] },
    bic,
    aic,
    icl,
    converged,
    iterations,
    ...lifecycleFields(provenance),
  });
}

/** SHA-256, in hex, of a record without its digest. */
export function digestOf(record: object): string {
  const { digest: _, ...content } = record as { readonly digest?: string };
  return createHash("sha256").update(canonicalJson(content)).digest("hex");
}

function withDigest<Content extends object>(content: Content): Content & { digest: string } {
  return { ...content, digest: digestOf(content) };
}

function mixtureFields(mixture: Mixture, { features, model, points, previous, version }: Provenance) {
  return {
    schema: RECORD_SCHEMA as typeof RECORD_SCHEMA,
    model,
    version,
    previous,
    points,
    covarianceType: mixture.covarianceType,
    features: features.plain ? features.specs.map(({ path }) => path) : [...features.specs],
    components: componentsOf(mixture),
  };
}

function lifecycleFields({ events = [], eventsOmitted = 0 }: Provenance) {
  return { events: [...events], ...(eventsOmitted > 0 ? { eventsOmitted } : {}) };
}

function componentsOf({
  born,
  components,
  covariances,
  dimensions: D,
  ids,
  means,
  weights,
}: Mixture): SnapshotComponent[] {
  return Array.from({ length: components }, (_, k) => ({
    id: ids[k]!,
    weight: weights[k]! + 0,
    mean: numbers(means, k * D, D),
    covariance: Array.from({ length: D }, (_, i) => numbers(covariances, (k * D + i) * D, D)),
    born: born[k]!,
  }));
}

/** JSON has no −0 that all its readers keep; adding 0 makes it 0, and nothing depends on the sign of a zero. */
function numbers(values: Float64Array, start: number, count: number): number[] {
  return Array.from(values.subarray(start, start + count), (value) => value + 0);
}
