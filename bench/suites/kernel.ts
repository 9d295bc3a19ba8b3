import type { Case } from "../data.js";
import type { Contestant } from "../kernel/contestant.js";
import { cases } from "../kernel/shapes.js";
import { median } from "../measure.js";
import { type Effort, type Row, speed } from "../row.js";

/** Relative difference of mean log-likelihoods within which two implementations have computed the same. */
const AGREEMENT = 1e-9;

/**
 * Learn: E-step, soft labels, and statistics about the current means, float64, one thread each. All contestants take
 * turns over the same points, so that whatever else goes on meets them alike.
 *
 * @throws Error when the mean log-likelihood of one is not that of the first.
 */
export async function* kernelSuite(
  contestants: readonly Contestant[],
  { coordinates, runs, turnSeconds }: Effort,
): AsyncGenerator<Row> {
  for (const [shape, given] of cases(coordinates)) {
    const means = await loadAll(contestants, given);
    const seconds = contestants.map((): number[] => []);
    for (let run = 0; run < runs; run++)
      for (const [c, contestant] of contestants.entries()) seconds[c]!.push(await contestant.turn(turnSeconds));
    for (const [c, { implementation, pruning, version }] of contestants.entries())
      yield {
        ...{ name: "kernel", ...shape, implementation },
        ...(pruning === undefined ? {} : { pruning }),
        ...(version === undefined ? {} : { version }),
        ...speed(given.points.count, median(seconds[c]!)),
        mean_log_likelihood: means[c]!,
      };
  }
}

async function loadAll(contestants: readonly Contestant[], given: Case): Promise<number[]> {
  const means: number[] = [];
  for (const contestant of contestants) {
    const mean = await contestant.load(given);
    const expected = means[0] ?? mean;
    if (!(Math.abs(mean - expected) <= AGREEMENT * Math.abs(expected)))
      throw new Error(
        `${contestant.implementation}: ${mean} nats a point, ${contestants[0]!.implementation}: ${expected}`,
      );
    means.push(mean);
  }
  return means;
}
