import { basename } from "node:path";
import type { Command } from "commander";
import type { Mixture } from "../../mixture/mixture.js";
import type { Figure } from "../../plot/figure.js";
import { panels } from "../../plot/panels.js";
import type { Context } from "../context.js";
import { CliError, Interrupted, UsageError } from "../errors.js";
import { isFit, isSnapshot, type Model, readModel } from "../model-file.js";
import { examples, newCommand } from "../new-command.js";
import { addPointsOptions, type PointsOptions, readPointsWith } from "../options/points-options.js";
import { names } from "../options/values.js";
import { comparisonFigures } from "../pictures/comparison-figures.js";
import { pointsFigure, traceFigure } from "../pictures/figures.js";
import { historyFigures } from "../pictures/history-figures.js";
import { type Kind, kindOf } from "../pictures/inputs.js";
import { labelsFigures } from "../pictures/labels-figures.js";
import { pictureFormatOf, pictureOf } from "../pictures/picture-format.js";
import { rankingFigures } from "../pictures/ranking-figures.js";
import { readFeatures } from "../pictures/read-features.js";
import { readLabels } from "../pictures/read-labels.js";
import { readTruth, type Truth } from "../pictures/read-truth.js";
import { didYouMean } from "../suggest.js";
import { writeWhole } from "../write-file.js";

interface PlotOptions extends PointsOptions {
  readonly model?: string;
  readonly output?: string;
  readonly dark?: true;
  readonly light?: true;
  readonly compare?: string;
  readonly truth?: string;
  readonly label?: string;
  readonly positive?: readonly string[];
}

interface Input {
  readonly path: string;
  readonly kind: Kind;
}

export function plotCommand(context: Context): Command {
  const command = newCommand(
    "plot",
    "Draw points, mixtures, log-likelihoods and anomaly scores as one picture: SVG, or PNG by --output.",
    context,
  ).argument("<files...>", "points (- reads standard input), models of `fit`, snapshots or labels of `run`");
  addPointsOptions(command)
    .optionsGroup("Picture:")
    .option("-o, --output <file>", "write the picture there: .svg, or .png (default: SVG to standard output)")
    .option("-m, --model <model.json>", "draw this mixture over the points, and colour them by it")
    .option("--compare <other.json>", "draw the model against this one: ellipses and marginals of both")
    .option("--dark", "on dark paper (default: as the reader's system has it)")
    .option("--light", "on light paper")
    .optionsGroup("Truth:")
    .option("--truth <file.csv>", "where it is known which points are anomalies: what the labels were made from")
    .option("--label <column>", "its column that tells what each point is")
    .option("--positive <values>", "values of that column that are anomalies, separated by commas", names)
    .addHelpText(
      "after",
      examples(
        [
          "points with the components of a model, two of its features",
          "mixtide plot iris.csv -m model.json --columns sepal_length,petal_length -o iris.svg",
        ],
        [
          "what a run learned, and how well it foretold the stream",
          "mixtide plot data.csv snapshots.ndjson -o run.svg",
        ],
        ["anomaly scores over a stream", "mixtide plot labels.ndjson > scores.svg"],
        ["two models in one picture", "mixtide plot new.json --compare old.json -o compared.svg"],
        [
          "what the scores are worth, as an image: ROC, and precision against recall",
          "mixtide plot labels.ndjson --truth data.csv --label class --positive fault -o worth.png",
        ],
      ),
    );
  return command.action((files: string[], options: PlotOptions) => plot(files, options, context));
}

async function plot(files: readonly string[], options: PlotOptions, context: Context): Promise<void> {
  const format = pictureFormatOf(options.output);
  const truth = truthOf(options);
  const inputs = await Promise.all(files.map(async (path): Promise<Input> => ({ path, kind: await kindOf(path) })));
  if (truth !== undefined && !inputs.some(({ kind }) => kind === "labels"))
    throw new UsageError("--truth judges labels, and none are given", "Name a file that `mixtide run --labels` wrote.");
  const modelPath = options.model ?? inputs.find(({ kind }) => kind === "models")?.path;
  const model = modelPath === undefined ? undefined : await readModel(modelPath, context);
  const hasPoints = inputs.some(({ kind }) => kind === "points");
  const figures: Figure[] = await comparison(model, options, context);
  for (const input of inputs) figures.push(...(await figuresOf(input, model, hasPoints, options, context)));
  if (context.signal.aborted) throw new Interrupted();
  const theme = options.dark ? "dark" : options.light ? "light" : "auto";
  const figure = figures.length === 1 && figures[0] !== undefined ? figures[0] : panels(figures);
  const picture = await pictureOf(figure, format, theme);
  await (options.output === undefined ? context.out.write(picture) : writeWhole(options.output, picture));
}

/** The figures of one input; a model is drawn over the points where there are any. */
async function figuresOf(
  { path, kind }: Input,
  model: Model | undefined,
  hasPoints: boolean,
  options: PlotOptions,
  context: Context,
): Promise<Figure[]> {
  if (kind === "labels") return await figuresOfLabels(path, options);
  if (kind === "points") return [await figureOfPoints(path, model, options, context)];
  const own = model?.name === path ? model : await readModel(path, context);
  return [
    ...(hasPoints || options.compare !== undefined ? [] : [figureOfModel(own, options)]),
    ...(options.compare === undefined ? progressFigures(own) : []),
  ];
}

/** The model against another of the same features, if one is to be compared. */
async function comparison(model: Model | undefined, options: PlotOptions, context: Context): Promise<Figure[]> {
  if (options.compare === undefined) return [];
  if (model === undefined)
    throw new UsageError("--compare needs a model to compare with", "Name it among the files, or with --model.");
  const other = await readModel(options.compare, context);
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

async function figuresOfLabels(path: string, options: PlotOptions): Promise<Figure[]> {
  const labels = await readLabels(path);
  const figures = labelsFigures(labels, basename(path));
  const truth = truthOf(options);
  if (truth === undefined) return figures;
  return [...figures, ...rankingFigures(labels, await readTruth(truth), path, truth.path)];
}

/** @throws UsageError when only a part of the truth is told. */
function truthOf({ truth, label, positive }: PlotOptions): Truth | undefined {
  if (truth !== undefined && label !== undefined && positive !== undefined) return { path: truth, label, positive };
  if (truth === undefined && label === undefined && positive === undefined) return undefined;
  throw new UsageError(
    "--truth, --label and --positive go together",
    "Which file holds the truth, in which column, and which of its values are anomalies?",
  );
}

async function figureOfPoints(
  path: string,
  model: Model | undefined,
  options: PlotOptions,
  context: Context,
): Promise<Figure> {
  const title = basename(path);
  if (model === undefined) {
    const { points, columns: names } = await readPointsWith(path, options, context);
    return pointsFigure({ points, names, title });
  }
  if (options.ignore !== undefined)
    throw new UsageError("--ignore does not go with a model", "It has its features; --columns chooses among them.");
  const points = await readFeatures(path, model.features, options, context);
  if (points.count === 0) throw new CliError(`${path}: no record could be read as a point`);
  return pointsFigure({ points, title, ...drawn(model, options) });
}

function figureOfModel(model: Model, options: PlotOptions): Figure {
  const points = { count: 0, dimensions: model.mixture.dimensions, values: new Float64Array(0) };
  return pointsFigure({ points, title: model.record.model, ...drawn(model, options) });
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

/** How a model came to be: the iterations of a fit, or the history of a stream. */
function progressFigures({ record, history }: Model): Figure[] {
  if (isFit(record)) return [traceFigure(record.logLikelihood.trace)];
  const snapshots = history.filter(isSnapshot);
  return snapshots.length > 1 ? historyFigures(snapshots) : [];
}
