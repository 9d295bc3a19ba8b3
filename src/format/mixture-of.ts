import { Mixture } from "../mixture/mixture.js";
import type { FitRecord, Snapshot } from "./records.js";

/** A mixture that was restored, and the number of points it was learned from. */
export interface RestoredMixture {
  readonly mixture: Mixture;
  readonly points: number;
}

/**
 * The mixture of a snapshot or of a fit: its labels are those of the original, bit for bit.
 *
 * @throws RangeError when the record's parameters make no mixture.
 */
export function mixtureOf({
  components,
  covarianceType,
  points,
}: Pick<Snapshot | FitRecord, MixtureKeys>): RestoredMixture {
  const mixture = new Mixture({
    covarianceType,
    weights: components.map(({ weight }) => weight),
    means: components.flatMap(({ mean }) => mean),
    covariances: components.flatMap(({ covariance }) => covariance.flat()),
    ids: components.map(({ id }) => id),
    born: components.map(({ born }) => born),
  });
  return { mixture, points };
}

type MixtureKeys = "components" | "covarianceType" | "points";
