import { comparisonPlot, type NamedMixture } from "../../plot/comparison-plot.js";
import type { Figure } from "../../plot/figure.js";
import { linePlot } from "../../plot/line-plot.js";

/** Marginals of more features would be too small to read. */
const MOST_FEATURES = 6;
const STEPS = 200;
/** Standard deviations around every mean that a marginal shows. */
const REACH = 3.5;

/**
 * Two mixtures in one picture: their ellipses on the first two features, and the density of every feature.
 *
 * @param features which features, by index.
 * @param names of all features.
 */
export function comparisonFigures(
  models: readonly NamedMixture[],
  features: readonly number[],
  names: readonly string[],
): Figure[] {
  const [x, y] = features;
  const title = models.map(({ name }) => name).join(" and ");
  const ellipses =
    x === undefined || y === undefined
      ? []
      : [comparisonPlot({ models, axes: [x, y], names: [names[x]!, names[y]!], title })];
  return [...ellipses, ...features.slice(0, MOST_FEATURES).map((j) => marginalFigure(models, j, names[j]!))];
}

/** Σ_k π_k N(x | μ_kj, Σ_kjj) of each mixture. */
function marginalFigure(models: readonly NamedMixture[], j: number, name: string): Figure {
  const parts = models.map(({ mixture: { components, covariances, dimensions: D, means, weights } }) =>
    Array.from({ length: components }, (_, k) => ({
      weight: weights[k]!,
      mean: means[k * D + j]!,
      deviation: Math.sqrt(covariances[(k * D + j) * D + j]!),
    })),
  );
  const heavy = parts.flat().filter(({ weight }) => weight >= 0.02);
  const low = Math.min(...heavy.map(({ mean, deviation }) => mean - REACH * deviation));
  const high = Math.max(...heavy.map(({ mean, deviation }) => mean + REACH * deviation));
  const x = Array.from({ length: STEPS + 1 }, (_, i) => low + ((high - low) * i) / STEPS);
  const density = (value: number, own: typeof heavy) =>
    own.reduce((sum, { weight, mean, deviation }) => {
      const z = (value - mean) / deviation;
      return sum + (weight * Math.exp(-0.5 * z * z)) / (Math.sqrt(2 * Math.PI) * deviation);
    }, 0);
  const series = models.map((model, m) => ({ name: model.name, x, y: x.map((value) => density(value, parts[m]!)) }));
  const highest = Math.max(...series.flatMap(({ y }) => y));
  return linePlot({
    series,
    yDomain: [0, 1.06 * highest],
    xLabel: name,
    yLabel: "density",
    title: `Marginal of ${name}`,
    height: 480,
  });
}
