import type { Mixture } from "../mixture/mixture.js";
import { totalWeight } from "../mixture/point-batch.js";
import { type Ascent, type Assessed, assess } from "./assess.js";
import type { Chunks } from "./chunks.js";
import type { Mode } from "./e-step.js";
import { checkWhole } from "./fit-options.js";
import type { Run } from "./iterate.js";
import { maximization } from "./m-step.js";
import { extrapolate, fromVector, toVector } from "./parameter-vector.js";

export interface AccelerateOptions extends Omit<Ascent, "mode"> {
  /** Default `soft`. */
  readonly mode?: Mode;
  /** Steps at most; default 20. */
  readonly steps?: number;
  /** Stop when a step gains less than this in the mean penalised objective, nats a point; default 1e-5. */
  readonly tolerance?: number;
}

/** How much farther the next step goes after one that succeeded. */
const GROWTH = 1.5;

/**
 * A few steps of over-relaxed EM: where EM would move the parameters θ to EM(θ), each step goes η times as far,
 * θ + η(EM(θ) − θ), and η grows until the penalised objective falls; then EM(θ) itself is taken, and η is 1 again.
 * Where components overlap, EM alone creeps.
 *
 * A step is one pass over the points, whose E-step tells the objective and is the beginning of the next step; one that
 * has gone too far costs a second pass. The objective never falls from step to step.
 *
 * Source: Salakhutdinov & Roweis, Adaptive overrelaxed bound optimization methods, ICML 2003; coordinates:
 * {@link toVector}.
 *
 * @param start where the steps begin; the result has its ids and births.
 * @throws RangeError when there are no points, or none with weight, or an option is out of range.
 * @example
 * const chunks = new OwnChunks(batch, defaultKernel);
 * const { mixture, expected } = drive(accelerate(chunks, start, { prior }));
 */
export function* accelerate<Y>(chunks: Chunks<Y>, start: Mixture, options: AccelerateOptions): Generator<Y, Run> {
  const { prior, mode = "soft", steps = 20, tolerance = 1e-5, negligible } = options;
  const how: Ascent = { mode, prior, negligible };
  const total = totalWeight(chunks.batch);
  checkWhole("steps", steps, 0);
  if (!(tolerance >= 0)) throw new RangeError(`tolerance is ${tolerance}: it must be ≥ 0`);
  if (!(total > 0)) throw new RangeError("no points with a weight above 0 to learn from");
  let at = yield* assess(start, chunks, how);
  const trace = [at.expected.logLikelihood / total];
  let floored = 0;
  for (let iterations = 0, reach = 1; ; iterations++, reach *= GROWTH) {
    if (iterations >= steps) return { ...at, converged: false, iterations, trace, floored };
    const em = maximization(at.expected.statistics, total, start.covarianceType, prior, at.mixture);
    floored += em.floored;
    let next = reach > 1 ? yield* tried(at, em.mixture, reach, chunks, how) : undefined;
    if (next === undefined) {
      reach = 1;
      next = yield* assess(em.mixture, chunks, how);
    }
    const gain = next.objective - at.objective;
    // The floors of an M-step may take a little more than EM gives: then this is the end.
    if (!(gain >= 0)) return { ...at, converged: -gain < tolerance, iterations, trace, floored };
    at = next;
    trace.push(at.expected.logLikelihood / total);
    if (gain < tolerance) return { ...at, converged: true, iterations: iterations + 1, trace, floored };
  }
}

/** The mixture that lies `reach` times as far as EM would go, unless there is none, or the objective falls there. */
function* tried<Y>(
  { mixture, objective }: Assessed,
  em: Mixture,
  reach: number,
  chunks: Chunks<Y>,
  how: Ascent,
): Generator<Y, Assessed | undefined> {
  const beyond = fromVector(extrapolate(toVector(mixture), toVector(em), reach), em);
  if (beyond === undefined) return undefined;
  const assessed = yield* assess(beyond, chunks, how);
  return assessed.objective >= objective ? assessed : undefined;
}
