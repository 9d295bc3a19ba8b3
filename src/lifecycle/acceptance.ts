import { log } from "../kernel/functions/log.js";
import { freeParameters } from "../mixture/criteria.js";
import type { Mixture } from "../mixture/mixture.js";
import type { Evidence } from "./evidence.js";
import type { Scene } from "./scene.js";
import { effectiveNumber } from "./scored-points.js";

/** Several candidates compete at every review, review after review: 4 deviations, one-sided, are 3 in 100,000. */
const LEAST_Z = 4;
/** Over a few dozen blocks of time: one burst of points in a few of them must not be enough. */
const LEAST_BLOCK_Z = 2;
const LEAST_YOUNGER_Z = 2;
/**
 * Nats by which all points together must prefer the change. The chance that points of the present mixture prefer any
 * other one by g nats is at most e^−g, whatever it was fitted to, if not to them: 14 nats are one in a million.
 *
 * Source: Wasserman, Ramdas & Balakrishnan, Universal inference, PNAS 117 (2020).
 */
const LEAST_NATS = 14;

/** What more components cost: BIC's ½ p ln n, in nats a point. */
export function costOf(mixture: Mixture, before: number, after: number, points: number): number {
  const { covarianceType: type, dimensions: D } = mixture;
  const parameters = freeParameters(type, after, D) - freeParameters(type, before, D);
  return (0.5 * parameters * log(points)) / points;
}

/** Whether points that a change was not fitted to are clearly for it, at least by `cost` nats a point. */
export function isProven({ gain, z, blockZ, points }: Evidence, cost: number): boolean {
  return z >= LEAST_Z && blockZ >= LEAST_BLOCK_Z && gain * points >= LEAST_NATS && gain > cost;
}

/** The younger half of the points must be for a change, too: what only older ones tell is over. */
export function isStillTrue({ z }: Evidence): boolean {
  return z >= LEAST_YOUNGER_Z;
}

/** Nats a point that a merge may lose; a split must gain more, so that the two do not take turns. */
const NOTHING = 0.002;

/**
 * Whether a mixture with fewer components is as good: even three standard errors more than the loss would be next to
 * nothing, and less than what BIC grants for the parameters saved.
 *
 * The mixture that is there has learned the recent points, and looks better on them by about p/(2n) nats a point for
 * p parameters that n points were fitted by; so much is no loss.
 */
export function losesNothing(
  { mixture, effectiveCount }: { readonly mixture: Mixture; readonly effectiveCount: number },
  { gain, error, points }: Evidence,
): boolean {
  const K = mixture.components;
  const worth = -costOf(mixture, K, K - 1, Math.max(points, effectiveCount));
  const parameters =
    freeParameters(mixture.covarianceType, K, mixture.dimensions) -
    freeParameters(mixture.covarianceType, K - 1, mixture.dimensions);
  const loss = -gain;
  return loss <= worth && loss + 3 * error <= NOTHING + parameters / (2 * effectiveCount);
}

/**
 * Whether a gain of a further component on the very points it was fitted to leaves hope for others. Fitting alone
 * gains half a nat for each parameter there, and loses another half elsewhere.
 *
 * @param nats gained by the training points, in their weights.
 */
export function isPromising({ mixture, train }: Scene, nats: number): boolean {
  const { covarianceType: type, components: K, dimensions: D } = mixture;
  const parameters = freeParameters(type, K + 1, D) - freeParameters(type, K, D);
  return (nats * effectiveNumber(train.batch)) / train.weight >= LEAST_NATS + parameters / 2;
}
