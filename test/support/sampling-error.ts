import type { CovarianceType } from "../../src/mixture/covariance/covariance-type.js";
import { Mixture } from "../../src/mixture/mixture.js";
import { fixedMixture } from "./fixed-mixtures.js";

/** Components well apart, so that nobody argues about which is which. */
function truthOf(covarianceType: CovarianceType, D: number, K: number, seed: number): Mixture {
  const { weights, means, covariances } = fixedMixture(D, K, seed, 1);
  const apart = means.map((m, e) => m + 8 * ((Math.floor(e / D) >> (e % D)) & 1 ? 1 : 0));
  const kept = covariances.map((c, e) => (covarianceType === "full" || Math.floor(e / D) % D === e % D ? c : 0));
  return new Mixture({ covarianceType, weights, means: apart, covariances: kept });
}

/** Mixtures on which estimates are held against their sampling error. */
export const TRUTHS: readonly (readonly [string, Mixture])[] = [
  ["D2 K2 full", truthOf("full", 2, 2, 22)],
  ["D2 K2 diagonal", truthOf("diagonal", 2, 2, 22)],
  ["D4 K3 full", truthOf("full", 4, 3, 43)],
  ["D4 K3 diagonal", truthOf("diagonal", 4, 3, 43)],
];

/** Means, and what is free in covariances. */
export function estimatesOf({ means, compact, structure, dimensions: D }: Mixture): number[] {
  const isFree = (e: number) => structure === "diagonal" || Math.floor(e / D) % D >= e % D;
  return [...means, ...compact.filter((_, e) => isFree(e))];
}

/**
 * How far estimates are from those of a reference, in units of the reference's sampling error.
 *
 * @param estimates one row a data set: what is examined.
 * @param references the same from the reference, which is all but unbiased.
 * @returns for each parameter the root mean square of the differences over the standard deviation of the reference
 *   among data sets.
 */
export function inSamplingErrors(estimates: readonly number[][], references: readonly number[][]): number[] {
  const n = references.length;
  return references[0]!.map((_, p) => {
    const mean = references.reduce((sum, row) => sum + row[p]! / n, 0);
    const variance = references.reduce((sum, row) => sum + (row[p]! - mean) ** 2 / (n - 1), 0);
    const square = references.reduce((sum, row, r) => sum + (estimates[r]![p]! - row[p]!) ** 2 / n, 0);
    return Math.sqrt(square / variance);
  });
}
