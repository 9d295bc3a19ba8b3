import { basename } from "node:path";
import type { Mixture } from "../../mixture/mixture.js";
import type { PointBatch } from "../../mixture/point-batch.js";
import type { Figure } from "../../plot/figure.js";
import { CliError, UsageError } from "../errors.js";
import { isFit, isSnapshot, type Model } from "../model-file.js";
import { didYouMean } from "../suggest.js";
import { comparisonFigures } from "./comparison-figures.js";
import { marginalFigures, pointsFigure, traceFigure } from "./figures.js";
import { historyFigures } from "./history-figures.js";
import type { PlotOptions } from "./plot-options.js";

/** A model, and points in its features where there are any, as the options ask for. */
export function modelFigures(
  model: Model,
  options: PlotOptions,
  title: string,
  points: PointBatch = { count: 0, dimensions: model.mixture.dimensions, values: new Float64Array(0) },
): Figure[] {
  const picture = { points, title, ...drawn(model, options) };
  return options.marginals ? marginalFigures(picture) : [pointsFigure(picture)];
}

/** How a model came to be: the iterations of a fit, or the history of a stream. */
export function progressFigures({ record, history }: Model): Figure[] {
  if (isFit(record)) return [traceFigure(record.logLikelihood.trace)];
  const snapshots = history.filter(isSnapshot);
  return snapshots.length > 1 ? historyFigures(snapshots) : [];
}

/**
 * A model against another one, which is drawn first.
 *
 * @throws CliError when they have other features.
 */
export function comparedFigures(model: Model, other: Model, options: PlotOptions): Figure[] {
  const { names, mixture, features = names.map((_, j) => j) } = drawn(model, options);
  if (other.features.names.join() !== names.join())
    throw new CliError(`${other.name} and ${model.name} have other features`, {
      remedy: `${other.name} has ${other.features.names.join(", ")}; ${model.name} has ${names.join(", ")}.`,
    });
  const nameOf = ({ name, record }: Model) => `${basename(name)} (version ${record.version})`;
  const models = [
    { name: nameOf(other), mixture: other.mixture },
    { name: nameOf(model), mixture },
  ];
  return comparisonFigures(models, features, names);
}

/** A mixture, the names of its features, and which of them to draw. */
function drawn(
  { mixture, features, name }: Model,
  { columns }: PlotOptions,
): { mixture: Mixture; names: readonly string[]; features?: number[] } {
  const { names } = features;
  if (columns === undefined) return { mixture, names };
  const unknown = columns.find((column) => !names.includes(column));
  if (unknown !== undefined)
    throw new UsageError(
      `${name} has no feature ${JSON.stringify(unknown)}`,
      didYouMean(unknown, names) ?? `It has ${names.join(", ")}.`,
    );
  return { mixture, names, features: columns.map((column) => names.indexOf(column)) };
}
