import { Features } from "../../../src/format/features/features.js";
import type { LifecycleEvent, Snapshot } from "../../../src/format/records.js";
import { snapshotOf } from "../../../src/format/snapshot.js";
import { Mixture } from "../../../src/mixture/mixture.js";

export interface SnapshotOptions {
  readonly version?: number;
  readonly points?: number;
  readonly features?: readonly string[];
  readonly ids?: readonly number[];
  /** Two weights. */
  readonly weights?: readonly number[];
  /** Two means in two dimensions. */
  readonly means?: readonly number[];
  /** Two covariances. */
  readonly covariances?: readonly number[];
  readonly events?: readonly LifecycleEvent[];
  readonly eventsOmitted?: number;
}

/** A snapshot of two components in two dimensions, near those of Old Faithful. */
export function snapshot(options: SnapshotOptions = {}): Snapshot {
  const { version = 7, points = 1700, features = ["eruptions", "waiting"], ids = [0, 1] } = options;
  const mixture = new Mixture({
    covarianceType: "full",
    ids,
    weights: options.weights ?? [0.35, 0.65],
    means: options.means ?? [2, 54, 4.3, 80],
    covariances: options.covariances ?? [0.0625, 0.4, 0.4, 36, 0.16, 0.9, 0.9, 36],
  });
  const { events = [], eventsOmitted = 0 } = options;
  const history = { previous: version - 1, points, events, eventsOmitted };
  const provenance = { model: "geyser", version, features: new Features(features), ...history };
  return snapshotOf(mixture, provenance, { mean: -4.15, recent: -4.12 });
}
