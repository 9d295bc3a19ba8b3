import { basename } from "node:path";
import type { Figure } from "../../plot/figure.js";
import type { Context } from "../context.js";
import { CliError, UsageError } from "../errors.js";
import { type Model, readModel } from "../model-file.js";
import { readPointsWith } from "../options/points-options.js";
import { marginalFigures, pointsFigure } from "./figures.js";
import { type Kind, kindOf } from "./inputs.js";
import { labelsFigures, scoresFigure } from "./labels-figures.js";
import { comparedFigures, modelFigures, progressFigures } from "./model-figures.js";
import { type PlotOptions, truthOf } from "./plot-options.js";
import { rankingFigures } from "./ranking-figures.js";
import { readFeatures } from "./read-features.js";
import { readLabels } from "./read-labels.js";
import { type Published, readNewest, readPublished } from "./read-published.js";
import { readTruth } from "./read-truth.js";

/** Something to draw, read but for points and labels of files. */
type Input =
  | { readonly kind: "points"; readonly path: string }
  | { readonly kind: "labels"; readonly path: string }
  | { readonly kind: "models"; readonly path: string; readonly model: Model }
  | { readonly kind: "app"; readonly path: string; readonly model: Model; readonly published: Published };

/** What is drawn together with an input. */
interface Scene {
  /** Drawn over the points of files. */
  readonly model: Model | undefined;
  /** Then a model is drawn over those, and not by itself. */
  readonly hasPoints: boolean;
}

/** The figures of what `mixtide plot` is given, in the order of its arguments. */
export async function plotFigures(files: readonly string[], options: PlotOptions, context: Context): Promise<Figure[]> {
  const truth = truthOf(options);
  const kinds = await Promise.all(files.map(kindOf));
  if (truth !== undefined && !kinds.includes("labels"))
    throw new UsageError("--truth judges labels, and none are given", "Name a file that `mixtide run --labels` wrote.");
  if (options.app !== undefined && !kinds.includes("app"))
    throw new UsageError("--app is of a cluster, and none is given", "Name the configuration of the live app.");
  if (options.last !== undefined && !kinds.includes("app"))
    throw new UsageError("--last is of a cluster, and none is given", "Of files everything is drawn.");
  const inputs: Input[] = [];
  for (const [i, path] of files.entries()) inputs.push(await inputOf(path, kinds[i]!, options, context));
  const own = inputs.find((input) => "model" in input);
  const model = options.model === undefined ? own?.model : await modelFrom(options.model, context);
  const figures = [...(await comparison(model, options, context))];
  const scene = { model, hasPoints: kinds.includes("points") };
  for (const input of inputs) figures.push(...(await figuresOf(input, scene, options, context)));
  return figures;
}

async function inputOf(path: string, kind: Kind, options: PlotOptions, context: Context): Promise<Input> {
  if (kind === "models") return { kind, path, model: await readModel(path, context) };
  if (kind !== "app") return { kind, path };
  const published = await readPublished(path, options, context);
  return { kind, path, model: published.model, published };
}

/** The newest mixture of a file, or the one that a live app has published. */
async function modelFrom(path: string, context: Context): Promise<Model> {
  const kind = await kindOf(path);
  return kind === "app" ? await readNewest(path, context) : await readModel(path, context);
}

/** The model against another of the same features, if one is to be compared. */
async function comparison(model: Model | undefined, options: PlotOptions, context: Context): Promise<Figure[]> {
  if (options.compare === undefined) return [];
  if (model === undefined)
    throw new UsageError("--compare needs a model to compare with", "Name it among the files, or with --model.");
  return comparedFigures(model, await modelFrom(options.compare, context), options);
}

async function figuresOf(input: Input, scene: Scene, options: PlotOptions, context: Context): Promise<Figure[]> {
  if (input.kind === "labels") return await figuresOfLabels(input.path, options);
  if (input.kind === "points") return await figuresOfPoints(input.path, scene.model, options, context);
  // Compared, a model is seen beside the other one, and how each came to be is another question.
  if (options.compare !== undefined) return [];
  const progress = progressFigures(input.model);
  if (input.kind === "models")
    return [...(scene.hasPoints ? [] : modelFigures(input.model, options, input.model.record.model)), ...progress];
  const { labels, points, title } = input.published;
  return [
    ...(scene.hasPoints ? [] : modelFigures(input.model, options, title, points)),
    ...progress,
    ...(labels.scores.length === 0 ? [] : [scoresFigure(labels, `the last points of ${title}`)]),
  ];
}

async function figuresOfLabels(path: string, options: PlotOptions): Promise<Figure[]> {
  const labels = await readLabels(path);
  const figures = labelsFigures(labels, basename(path));
  const truth = truthOf(options);
  if (truth === undefined) return figures;
  return [...figures, ...rankingFigures(labels, await readTruth(truth), path, truth.path)];
}

async function figuresOfPoints(
  path: string,
  model: Model | undefined,
  options: PlotOptions,
  context: Context,
): Promise<Figure[]> {
  const title = basename(path);
  if (model === undefined) {
    const { points, columns: names } = await readPointsWith(path, options, context);
    const picture = { points, names, title };
    return options.marginals ? marginalFigures(picture) : [pointsFigure(picture)];
  }
  if (options.ignore !== undefined)
    throw new UsageError("--ignore does not go with a model", "It has its features; --columns chooses among them.");
  const points = await readFeatures(path, model.features, options, context);
  if (points.count === 0) throw new CliError(`${path}: no record could be read as a point`);
  return modelFigures(model, options, title, points);
}
