import { type Candidate, compose } from "./candidate.js";
import type { Scene } from "./scene.js";

/**
 * Which of the added components goes on from the one that they take the place of: the one that answers for more of the
 * oldest points. A component that a new cluster has grown into is split into what it was and what came.
 *
 * @returns for each added component 0, the only removed one, or −1.
 */
export function eldest(scene: Scene, candidate: Candidate): Int32Array {
  const { mixture, places } = compose(scene, candidate);
  const { count, values, weights } = scene.oldest;
  const K = mixture.components;
  const responsibilities = new Float64Array(count * K);
  mixture
    .evaluator(scene.kernel)
    .expectation(values, 0, count, { responsibilities, logDensity: new Float64Array(count) });
  const answers = places.map((k) => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += (weights?.[i] ?? 1) * responsibilities[i * K + k]!;
    return sum;
  });
  const heir = answers.indexOf(Math.max(...answers));
  return Int32Array.from(answers, (_, a) => (a === heir ? 0 : -1));
}
