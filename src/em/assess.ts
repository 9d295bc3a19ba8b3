import type { Mixture } from "../mixture/mixture.js";
import { totalWeight } from "../mixture/point-batch.js";
import type { Prior } from "../statistics/prior.js";
import type { Chunks } from "./chunks.js";
import type { EStep } from "./e-step.js";
import { type Expected, expectation } from "./passes.js";
import { penalty } from "./penalty.js";

/** What EM climbs, and how. */
export interface Ascent extends EStep {
  readonly prior: Prior;
}

/** A mixture held against the points of a fit. */
export interface Assessed {
  readonly mixture: Mixture;
  /** Statistics and log-likelihood of the points under the mixture. */
  readonly expected: Expected;
  /** Penalised objective, nats a point. */
  readonly objective: number;
}

/** The E-step, and with it the objective that EM climbs. */
export function* assess<Y>(mixture: Mixture, chunks: Chunks<Y>, how: Ascent): Generator<Y, Assessed> {
  const expected = yield* expectation(mixture, chunks, how);
  const objective = (expected.logLikelihood + penalty(mixture, how.prior)) / totalWeight(chunks.batch);
  return { mixture, expected, objective };
}
