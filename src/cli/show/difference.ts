import type { Mixture } from "../../mixture/mixture.js";
import { CliError } from "../errors.js";
import type { Model } from "../model-file.js";

/** One component in two mixtures, an older and a newer one. */
export interface ComponentChange {
  readonly id: number;
  readonly weight: readonly [before: number, after: number];
  /** Mahalanobis distance of the new mean under the old component: in its standard deviations. */
  readonly moved: number;
  /** Geometric mean over the features of new deviation / old deviation. */
  readonly spread: number;
}

/** How a mixture differs from an older one; components are matched by id. */
export interface Difference {
  readonly from: { readonly model: string; readonly version: number };
  readonly to: { readonly model: string; readonly version: number };
  /** Points learned in between. */
  readonly points: number;
  /** Components of both, the one that moved most first. */
  readonly matched: readonly ComponentChange[];
  /** Ids and weights of components that only the newer, or only the older mixture has. */
  readonly born: readonly { readonly id: number; readonly weight: number }[];
  readonly died: readonly { readonly id: number; readonly weight: number }[];
}

/** @throws CliError when the mixtures are not about the same features. */
export function difference(older: Model, newer: Model): Difference {
  if (older.features.fingerprint !== newer.features.fingerprint)
    throw new CliError("the two models are about different features and cannot be compared", {
      remedy: `One has ${older.features.names.join(", ")}, the other ${newer.features.names.join(", ")}.`,
    });
  const [a, b] = [older.mixture, newer.mixture];
  const moves = movesOf(a, b);
  const matched = range(b.components).flatMap((k) => changeOf(a, b, k, moves));
  return {
    from: { model: older.record.model, version: older.record.version },
    to: { model: newer.record.model, version: newer.record.version },
    points: newer.record.points - older.record.points,
    matched: matched.sort((p, q) => q.moved - p.moved || p.id - q.id),
    born: only(b, a),
    died: only(a, b),
  };
}

/** Squared distances of the new means from the old components, K_b × K_a. */
function movesOf(a: Mixture, b: Mixture): Float64Array {
  return a.score({ count: b.components, dimensions: b.dimensions, values: b.means }).mahalanobis;
}

function changeOf(a: Mixture, b: Mixture, k: number, moves: Float64Array): ComponentChange[] {
  const id = at(b.ids, k);
  const before = a.ids.indexOf(id);
  if (before < 0) return [];
  const moved = Math.sqrt(at(moves, k * a.components + before));
  return [{ id, weight: [at(a.weights, before), at(b.weights, k)], moved, spread: spreadOf(a, before, b, k) }];
}

function spreadOf(a: Mixture, i: number, b: Mixture, k: number): number {
  const D = a.dimensions;
  const [before, after] = [a.covariances, b.covariances];
  const variance = (all: Float64Array, c: number, j: number): number => at(all, (c * D + j) * D + j);
  const logs = range(D).map((j) => Math.log(variance(after, k, j) / variance(before, i, j)) / 2);
  return Math.exp(logs.reduce((sum, one) => sum + one, 0) / D);
}

function only(of: Mixture, without: Mixture): { id: number; weight: number }[] {
  return range(of.components)
    .map((k) => ({ id: at(of.ids, k), weight: at(of.weights, k) }))
    .filter(({ id }) => !without.ids.includes(id));
}

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);

const at = (values: ArrayLike<number>, i: number): number => values[i] ?? Number.NaN;
