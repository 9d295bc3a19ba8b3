import { log } from "../kernel/functions/log.js";
import { log1p } from "../kernel/functions/log1p.js";
import { freeParameters } from "../mixture/criteria.js";
import { SufficientStatistics } from "../statistics/sufficient-statistics.js";
import { isProven } from "./acceptance.js";
import type { Candidate } from "./candidate.js";
import { pickComponents } from "./component-statistics.js";
import { type Evidence, evidence } from "./evidence.js";
import type { Scene } from "./scene.js";
import { effectiveNumber, type ScoredPoints } from "./scored-points.js";

/** A component that recent points do without. */
export interface Death {
  readonly component: number;
  readonly evidence: Evidence;
  /** Share of the points that it has had by the mixture, and among the recent ones. */
  readonly expected: number;
  readonly found: number;
  /** Whether points are clearly for it; otherwise it has only too few in memory to live on. */
  readonly proven: boolean;
}

/**
 * What rounding leaves of a responsibility of 1. It bounds what a point loses with its component by 37 nats, so that a
 * single outlier does not keep a dead one alive.
 */
const TINY = 1e-16;

/**
 * The component whose removal recent points welcome most, if any.
 *
 * The mixture without component k has the density p(x) (1 − r_k)/(1 − π_k), so that the responsibilities tell at once
 * what every point gains. Nothing is fitted: no point has to be kept back.
 */
export function death(scene: Scene): Death | undefined {
  const { all, mixture } = scene;
  if (mixture.components === 1) return undefined;
  let best: Death | undefined;
  for (let k = 0; k < mixture.components; k++) {
    const found = deathOf(scene, k, all);
    if (!found.proven && !isUnsupported(scene, found)) continue;
    if (best === undefined || found.evidence.gain > best.evidence.gain) best = found;
  }
  return best;
}

/**
 * What points gain without a component.
 *
 * @param from the first row that counts.
 */
export function deathOf({ mixture, statistics }: Scene, k: number, points: ScoredPoints, from = 0): Death {
  const { responsibilities, logDensity, batch } = points;
  const K = mixture.components;
  const weight = Math.min(mixture.weights[k]!, 1 - TINY_SHARE);
  const share = log1p(-weight);
  const without = logDensity.map((l, i) => {
    const r = responsibilities[i * K + k]!;
    return r === 0 ? l - share : l - share + log(Math.max(1 - r, TINY));
  });
  let found = 0;
  let total = 0;
  for (let i = from; i < batch.count; i++) {
    total += batch.weights?.[i] ?? 1;
    found += (batch.weights?.[i] ?? 1) * responsibilities[i * K + k]!;
  }
  const compared = evidence(points, without, logDensity, from);
  return {
    component: k,
    evidence: compared,
    expected: statistics.count[k]!,
    found: found / total,
    proven: isProven(compared, 0),
  };
}

/** A component that is all there is leaves nothing behind. */
const TINY_SHARE = 1e-9;

/**
 * Fewer points in memory than half a component's parameters do not keep it alive, unless recent points miss it: the
 * prior on the weights under which a mixture's description is shortest.
 *
 * Source: Zivkovic & van der Heijden, Recursive unsupervised learning of finite mixture models, IEEE PAMI 26 (2004).
 */
function isUnsupported({ mixture, effectiveCount }: Scene, { evidence: { gain }, expected }: Death): boolean {
  const { covarianceType: type, components: K, dimensions: D } = mixture;
  const parameters = freeParameters(type, K, D) - freeParameters(type, K - 1, D);
  return gain >= 0 && expected * effectiveCount < parameters / 2;
}

/** The mixture without it. */
export function withoutComponent({ statistics, effectiveCount }: Scene, k: number): Candidate {
  return {
    removed: [k],
    added: new SufficientStatistics(0, statistics.dimensions, statistics.structure),
    rescale: 1 / (statistics.total() - statistics.count[k]!),
    memory: effectiveCount,
  };
}

/** The mixture with as small a share of it as it has now: half a point at least, so that it can grow again. */
export function reweighted({ statistics, effectiveCount, all }: Scene, { component, found }: Death): Candidate {
  const old = statistics.count[component]! / statistics.total();
  const share = Math.min(old, Math.max(found, 0.5 / effectiveNumber(all.batch)));
  const rescale = (1 - share) / (1 - old);
  return {
    removed: [component],
    added: pickComponents(statistics, [component], share / old),
    rescale,
    memory: effectiveCount / rescale,
    heirOf: [0],
  };
}
