import type { Mixture } from "../mixture/mixture.js";
import { totalWeight } from "../mixture/point-batch.js";
import type { Prior } from "../statistics/prior.js";
import type { Chunks } from "./chunks.js";
import type { Mode } from "./e-step.js";
import { type Expected, expectation } from "./passes.js";
import { penalty } from "./penalty.js";

/** A mixture held against the points of a fit. */
export interface Assessed {
  readonly mixture: Mixture;
  /** Statistics and log-likelihood of the points under the mixture. */
  readonly expected: Expected;
  /** Penalised objective, nats a point. */
  readonly objective: number;
}

/** The E-step, and with it the objective that EM climbs. */
export function* assess<Y>(mixture: Mixture, chunks: Chunks<Y>, mode: Mode, prior: Prior): Generator<Y, Assessed> {
  const expected = yield* expectation(mixture, chunks, mode);
  const objective = (expected.logLikelihood + penalty(mixture, prior)) / totalWeight(chunks.batch);
  return { mixture, expected, objective };
}
