import { entriesOf, type Structure } from "../mixture/covariance/covariance.js";
import { SufficientStatistics } from "./sufficient-statistics.js";

/**
 * Running sums of one pass over points, taken about fixed centres (the current means), so that nothing cancels
 * where the data lie far from the origin. {@link toStatistics} moves them to the means they found.
 */
export interface Sums {
  readonly components: number;
  readonly dimensions: number;
  readonly structure: Structure;
  /** K × D centres. */
  readonly about: Float64Array;
  /** K sums of r. */
  readonly count: Float64Array;
  /** K × D sums of r (x − centre). */
  readonly first: Float64Array;
  /** K × D × D (full; the lower triangle is filled) or K × D (diagonal) sums of r (x − centre)(x − centre)ᵀ. */
  readonly second: Float64Array;
}

export function emptySums(components: number, dimensions: number, structure: Structure, about: Float64Array): Sums {
  return {
    components,
    dimensions,
    structure,
    about,
    count: new Float64Array(components),
    first: new Float64Array(components * dimensions),
    second: new Float64Array(components * entriesOf(structure, dimensions)),
  };
}

/** Adds `other`, taken about the same centres, entry by entry. */
export function addSums(into: Sums, other: Sums): void {
  for (let e = 0; e < into.count.length; e++) into.count[e]! += other.count[e]!;
  for (let e = 0; e < into.first.length; e++) into.first[e]! += other.first[e]!;
  for (let e = 0; e < into.second.length; e++) into.second[e]! += other.second[e]!;
}

/** Makes sums empty again, about other centres: a stream needs some every mini-batch. */
export function emptied(sums: Sums, about: Float64Array): Sums {
  sums.count.fill(0);
  sums.first.fill(0);
  sums.second.fill(0);
  return { ...sums, about };
}

/**
 * Statistics about the means that the sums imply; an empty component keeps its centre as mean.
 *
 * @param statistics of the same shape, where they are written; new ones when it is left out.
 */
export function toStatistics(
  sums: Sums,
  statistics = new SufficientStatistics(sums.components, sums.dimensions, sums.structure),
): SufficientStatistics {
  const { components, dimensions: D, structure, about, count, first, second } = sums;
  statistics.count.set(count);
  statistics.mean.set(about);
  for (let k = 0; k < components; k++) {
    const n = count[k]!;
    if (n === 0) {
      statistics.scatter.fill(0, k * entriesOf(structure, D), (k + 1) * entriesOf(structure, D));
      continue;
    }
    for (let i = 0; i < D; i++) statistics.mean[k * D + i]! += first[k * D + i]! / n;
    if (structure === "diagonal") recentreDiagonal(statistics.scatter, second, first, n, k, D);
    else recentreFull(statistics.scatter, second, first, n, k, D);
  }
  return statistics;
}

function recentreDiagonal(
  out: Float64Array,
  second: Float64Array,
  first: Float64Array,
  n: number,
  k: number,
  D: number,
) {
  for (let i = 0; i < D; i++) {
    const d = first[k * D + i]!;
    // Rounding may leave a tiny negative where all points coincide.
    out[k * D + i] = Math.max(0, second[k * D + i]! - (d * d) / n);
  }
}

function recentreFull(out: Float64Array, second: Float64Array, first: Float64Array, n: number, k: number, D: number) {
  const at = k * D * D;
  for (let i = 0; i < D; i++) {
    for (let j = 0; j <= i; j++) {
      const entry = second[at + i * D + j]! - (first[k * D + i]! * first[k * D + j]!) / n;
      out[at + i * D + j] = i === j ? Math.max(0, entry) : entry;
      out[at + j * D + i] = out[at + i * D + j]!;
    }
  }
}
