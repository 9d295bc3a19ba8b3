import { comparisonPlot, type NamedMixture } from "../../plot/comparison-plot.js";
import type { Figure } from "../../plot/figure.js";
import { linePlot } from "../../plot/line-plot.js";
import { marginalsAlong, mixtureDensity } from "../../plot/marginals.js";

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

/** The density of each mixture along feature j. */
function marginalFigure(models: readonly NamedMixture[], j: number, name: string): Figure {
  const parts = models.map(({ mixture }) => marginalsAlong(mixture, j));
  const heavy = parts.flat().filter(({ weight }) => weight >= 0.02);
  const low = Math.min(...heavy.map(({ mean, deviation }) => mean - REACH * deviation));
  const high = Math.max(...heavy.map(({ mean, deviation }) => mean + REACH * deviation));
  const x = Array.from({ length: STEPS + 1 }, (_, i) => low + ((high - low) * i) / STEPS);
  const series = models.map((model, m) => ({
    name: model.name,
    x,
    y: x.map((value) => mixtureDensity(parts[m]!, value)),
  }));
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
