import { type Candidate, compose } from "./candidate.js";
import { unitedComponents } from "./component-statistics.js";
import { type Evidence, evidence } from "./evidence.js";
import type { Scene } from "./scene.js";
import { logDensities, type ScoredPoints } from "./scored-points.js";

/** Two components as one, and what that costs. */
export interface Merge {
  readonly candidate: Candidate;
  readonly evidence: Evidence;
}

/** Pairs that are looked at closely. */
const PAIRS = 2;

/**
 * The pair of components that is missed least as a pair, among those with the most similar responsibilities.
 *
 * Its statistics are added up, nothing is fitted: all recent points may judge.
 *
 * Source: Ueda et al., SMEM algorithm for mixture models, Neural Computation 12 (2000), equation 3.8.
 *
 * @param points that judge.
 */
export function* merge(scene: Scene, points = scene.all): Generator<undefined, Merge | undefined> {
  let best: Merge | undefined;
  for (const [i, j] of similarPairs(points, scene.mixture.components)) {
    const found = mergeOf(scene, points, i, j);
    if (best === undefined || found.evidence.gain > best.evidence.gain) best = found;
    yield;
  }
  return best;
}

function mergeOf(scene: Scene, points: ScoredPoints, i: number, j: number): Merge {
  const { statistics, effectiveCount, kernel } = scene;
  const added = unitedComponents(statistics, i, j);
  const candidate = { removed: [i, j], added, rescale: 1, memory: effectiveCount };
  const { mixture } = compose(scene, candidate);
  return { candidate, evidence: evidence(points, logDensities(mixture, points.batch, kernel), points.logDensity) };
}

/** Pairs in descending order of the cosine between their responsibilities; ties by lowest index. */
function similarPairs({ responsibilities, batch }: ScoredPoints, K: number): (readonly [number, number])[] {
  const products = new Float64Array(K * K);
  for (let row = 0; row < batch.count * K; row += K)
    for (let i = 0; i < K; i++) {
      const r = responsibilities[row + i]!;
      if (r > 0) for (let j = 0; j <= i; j++) products[i * K + j]! += r * responsibilities[row + j]!;
    }
  const pairs: { readonly pair: readonly [number, number]; readonly cosine: number }[] = [];
  for (let j = 0; j < K; j++)
    for (let i = j + 1; i < K; i++) {
      const size = Math.sqrt(products[i * K + i]! * products[j * K + j]!);
      pairs.push({ pair: [j, i], cosine: size > 0 ? products[i * K + j]! / size : 0 });
    }
  return pairs
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, PAIRS)
    .map(({ pair }) => pair);
}
