import type { Components } from "../../../src/plot/components.js";
import { percent } from "../../../src/plot/ticks.js";
import { momentsOf } from "../state/mixtures.js";
import { symmetricEigen } from "./symmetric-eigen.js";

/** From D coordinates to the two of a picture: x = Σ_j u_j (c_j − origin_j), y likewise with v. */
export interface Projection {
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly origin: Float64Array;
  /** Names of both axes. */
  readonly names: readonly [string, string];
  /** The two features, where it is but a choice of them. */
  readonly features?: readonly [number, number];
  /** Of a single feature there is no other direction: points stand as high as they are unusual. */
  readonly byScore?: true;
}

/** Two features as they are; of a single one, that one and the anomaly score. */
export function featurePair(names: readonly string[], x: number, y: number): Projection {
  const D = names.length;
  if (D === 1)
    return {
      u: Float64Array.of(1),
      v: Float64Array.of(0),
      origin: new Float64Array(1),
      names: [names[0]!, "anomaly score"],
      byScore: true,
    };
  const unit = (j: number) => Float64Array.from({ length: D }, (_, i) => Number(i === j));
  const axisNames = [names[x] ?? "", names[y] ?? ""] as const;
  return { u: unit(x), v: unit(y), origin: new Float64Array(D), names: axisNames, features: [x, y] };
}

/**
 * The two directions in which a mixture spreads most, features in units of their deviations. Signs are those of the
 * largest loading, so that the same mixture always looks the same.
 */
export function principalPlane(mixture: Components, names: readonly string[]): Projection {
  const D = names.length;
  const { mean, covariance } = momentsOf(mixture);
  const deviations = Float64Array.from({ length: D }, (_, j) => Math.sqrt(covariance[j * D + j]!) || 1);
  const correlation = covariance.map((c, i) => c / deviations[Math.floor(i / D)]! / deviations[i % D]!);
  const { values, vectors } = symmetricEigen(correlation, D);
  const axes = [0, 1].map((row) => aligned(vectors.subarray(row * D, (row + 1) * D)));
  const axisNames = axes.map(
    (axis, row) => `PC ${row + 1}, ${percent(values[row]! / D)} of the spread: ${mainly(axis, names)}`,
  );
  const [u, v] = axes.map((axis) => axis.map((loading, j) => loading / deviations[j]!));
  return { u: u!, v: v!, origin: mean, names: [axisNames[0]!, axisNames[1]!] };
}

function aligned(axis: Float64Array): Float64Array {
  const largest = axis.reduce((most, one) => (Math.abs(one) > Math.abs(most) + 1e-9 ? one : most), 0);
  return largest < 0 ? axis.map((one) => -one) : axis.slice();
}

/** The features that an axis is made of, mostly. */
function mainly(axis: Float64Array, names: readonly string[]): string {
  const order = Array.from(axis.keys()).sort((i, j) => Math.abs(axis[j]!) - Math.abs(axis[i]!));
  const most = Math.abs(axis[order[0]!]!);
  return order
    .slice(0, 3)
    .filter((j) => Math.abs(axis[j]!) > 0.5 * most)
    .map((j, rank) => `${axis[j]! < 0 ? "− " : rank === 0 ? "" : "+ "}${names[j]}`)
    .join(" ");
}

/** One component in the picture's plane: Gaussians stay Gaussian under linear maps. */
export function projected({ covariances, dimensions: D, means }: Components, k: number, { u, v, origin }: Projection) {
  let [x, y, xx, xy, yy] = [0, 0, 0, 0, 0];
  for (let i = 0; i < D; i++) {
    x += u[i]! * (means[k * D + i]! - origin[i]!);
    y += v[i]! * (means[k * D + i]! - origin[i]!);
    for (let j = 0; j < D; j++) {
      const c = covariances[(k * D + i) * D + j]!;
      xx += u[i]! * c * u[j]!;
      xy += u[i]! * c * v[j]!;
      yy += v[i]! * c * v[j]!;
    }
  }
  return { mean: [x, y] as const, covariance: [xx, xy, yy] as const };
}
