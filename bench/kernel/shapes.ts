import type { CovarianceType } from "../../src/mixture/covariance/covariance-type.js";
import { benchCase, type Case, DATA, withCovariance } from "../data.js";

const SHAPES: readonly (readonly [number, number, CovarianceType])[] = [
  [2, 8, "full"],
  [8, 16, "full"],
  [32, 16, "full"],
  [8, 16, "diagonal"],
];

/** What a row says about a case. */
export type Shape = Readonly<Record<"d" | "k", number> & Record<"covariance" | "data", string>>;

/** Every shape that kernels are measured on, with separated and with overlapping components. */
export function* cases(coordinates: number): Generator<readonly [Shape, Case]> {
  for (const [d, k, covariance] of SHAPES)
    for (const data of DATA)
      yield [{ d, k, covariance, data }, withCovariance(benchCase(data, d, k, Math.ceil(coordinates / d)), covariance)];
}

/** Multiply-adds that one point needs with one component, for its distance or for its share in the statistics. */
export const multiplyAdds = ({ d, covariance }: Shape): number =>
  covariance === "full" ? (d * (d + 1)) / 2 + d : 2 * d;
