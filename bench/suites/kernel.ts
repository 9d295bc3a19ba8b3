import { fit } from "../../src/em/fit.js";
import { referenceKernel } from "../../src/kernel/reference/reference-kernel.js";
import type { CovarianceType } from "../../src/mixture/covariance/covariance-type.js";
import { meanLogDensity } from "../../test/support/fixed-mixtures.js";
import { benchCase } from "../data.js";
import { kernelPass } from "../kernel-pass.js";
import { medianSeconds } from "../measure.js";
import { type Effort, type Row, speed } from "../row.js";

const SHAPES: readonly (readonly [number, number, CovarianceType])[] = [
  [2, 8, "full"],
  [8, 16, "full"],
  [32, 16, "full"],
  [8, 16, "diagonal"],
];

/** Learn: E-step, soft labels, and statistics about the current means; one thread, float64. */
export function* kernelSuite({ points: count, runs }: Effort): Generator<Row> {
  for (const [d, k, covariance] of SHAPES)
    for (const data of ["separated", "overlapping"] as const) {
      const { mixture: full, points } = benchCase(data, d, k, Math.ceil(count / d));
      const mixture =
        covariance === "full"
          ? full
          : fit(points, { components: k, covariance, restarts: 1, maxIterations: 3 }).mixture;
      const seconds = medianSeconds(kernelPass(mixture, points), runs);
      const mean = meanLogDensity(mixture, points);
      const rest = { implementation: referenceKernel.name, ...speed(points.count, seconds), mean_log_likelihood: mean };
      yield { name: "kernel", d, k, covariance, data, ...rest };
    }
}
