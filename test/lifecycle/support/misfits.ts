import { Mixture } from "../../../src/mixture/mixture.js";

/** Mean and covariance of a component. */
function partsOf({ dimensions: D, means, covariances }: Mixture, k: number): { mean: number[]; covariance: number[] } {
  return {
    mean: Array.from(means.subarray(k * D, (k + 1) * D)),
    covariance: Array.from(covariances.subarray(k * D * D, (k + 1) * D * D)),
  };
}

function mixtureOf(weights: readonly number[], parts: readonly { mean: number[]; covariance: number[] }[]): Mixture {
  return new Mixture({
    covarianceType: "full",
    weights,
    means: parts.flatMap(({ mean }) => mean),
    covariances: parts.flatMap(({ covariance }) => covariance),
  });
}

/** Component 0 twice, as components 0 and 1, .8 deviations to the left and to the right of where it is. */
export function doubled(truth: Mixture): Mixture {
  const { components: K, weights } = truth;
  const { mean, covariance } = partsOf(truth, 0);
  const moved = (by: number) => ({
    mean: mean.map((m, j) => (j === 0 ? m + by * Math.sqrt(covariance[0]!) : m)),
    covariance,
  });
  const rest = Array.from({ length: K - 1 }, (_, i) => partsOf(truth, i + 1));
  return mixtureOf([weights[0]! / 2, weights[0]! / 2, ...weights.slice(1)], [moved(-0.8), moved(0.8), ...rest]);
}

/** The last two components as one: their joint mean and covariance. */
export function blurred(mixture: Mixture): Mixture {
  const { components: K, dimensions: D, weights } = mixture;
  const [a, b] = [partsOf(mixture, K - 2), partsOf(mixture, K - 1)];
  const [v, w] = [weights[K - 2]!, weights[K - 1]!];
  const share = w / (v + w);
  const mean = a!.mean.map((m, j) => m + share * (b!.mean[j]! - m));
  const covariance = a!.covariance.map((c, e) => {
    const [i, j] = [Math.floor(e / D), e % D];
    const between = (a!.mean[i]! - b!.mean[i]!) * (a!.mean[j]! - b!.mean[j]!);
    return (1 - share) * c + share * b!.covariance[e]! + share * (1 - share) * between;
  });
  const rest = Array.from({ length: K - 2 }, (_, i) => partsOf(mixture, i));
  return mixtureOf([...weights.slice(0, K - 2), v + w], [...rest, { mean, covariance }]);
}
