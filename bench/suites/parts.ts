import { denseWasmKernel } from "../../src/kernel/wasm/wasm-kernel.js";
import { emptyScores } from "../../src/mixture/scores.js";
import { emptySums } from "../../src/statistics/sums.js";
import type { Case } from "../data.js";
import { distancesPass } from "../kernel/distances.js";
import { IMPLEMENTATIONS } from "../kernel/own-kernels.js";
import { cases, multiplyAdds } from "../kernel/shapes.js";
import { medianSeconds } from "../measure.js";
import { type Effort, type Row, speed } from "../row.js";

/**
 * The two halves of our kernels in multiply-adds, to be held against the machine's peak. The E-step has exp and log in
 * its time and not in its count, its distances have not; of the statistics those count whose responsibility is not 0.
 */
export async function* partsSuite({ coordinates, runs }: Effort): AsyncGenerator<Row> {
  for (const [shape, given] of cases(coordinates)) {
    const distances = await distancesPass(given);
    for (const { implementation, pruning, kernel } of IMPLEMENTATIONS.filter((each) => !each.pruning)) {
      const { expectation, statistics, active } = halves(given, kernel);
      const each = multiplyAdds(shape);
      const pairs = given.points.count * shape.k;
      for (const [step, run, count] of [
        ["E-step", expectation, pairs],
        ...(kernel === denseWasmKernel ? ([["distances", distances, pairs]] as const) : []),
        ["statistics", statistics, active],
      ] as const) {
        const seconds = medianSeconds(run, runs);
        yield {
          ...{ name: "part", ...shape, implementation, pruning, step },
          ...speed(given.points.count, seconds),
          multiply_adds_per_second: Math.round((count * each) / seconds),
        };
      }
    }
  }
}

function halves({ mixture, points }: Case, kernel: (typeof IMPLEMENTATIONS)[number]["kernel"]) {
  const { components: K, dimensions: D, structure, means } = mixture;
  const { count, values } = points;
  const evaluator = mixture.evaluator(kernel);
  const { responsibilities, logDensity } = emptyScores(count, K);
  const sums = emptySums(K, D, structure, means);
  const expectation = (): void => evaluator.expectation(values, 0, count, { responsibilities, logDensity });
  expectation();
  return {
    expectation,
    statistics: (): void => evaluator.accumulate(values, 0, count, responsibilities, undefined, sums),
    active: responsibilities.reduce((sum, r) => (r === 0 ? sum : sum + 1), 0),
  };
}
