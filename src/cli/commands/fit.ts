import { basename } from "node:path";
import { type Command, Option } from "commander";
import type { FitResult } from "../../em/fit.js";
import type { PointsFile } from "../../files/read-points.js";
import { Features } from "../../format/features/features.js";
import type { FitRecord } from "../../format/records.js";
import { fitRecordOf } from "../../format/snapshot.js";
import { COVARIANCE_TYPES, type CovarianceType } from "../../mixture/covariance/covariance-type.js";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import { CRITERIA, type Criterion, type Fitting, fitAll } from "../fitting.js";
import { examples, newCommand } from "../new-command.js";
import { addModelOptions, type ModelOptions } from "../options/model-options.js";
import { addPointsOptions, type PointsOptions, readPointsWith } from "../options/points-options.js";
import { type ComponentRange, componentRange, nonNegative, oneOf, someOf, whole } from "../options/values.js";
import { modelLines } from "../show/model-lines.js";
import { triedTable } from "../show/tried-table.js";
import { plural } from "../terminal/numbers.js";
import { writeWhole } from "../write-file.js";

interface FitCommandOptions extends PointsOptions, ModelOptions {
  readonly components?: ComponentRange;
  readonly covariance: readonly CovarianceType[];
  readonly criterion: Criterion;
  readonly tolerance?: number;
  readonly maxIterations?: number;
  readonly restarts?: number;
  readonly threads?: number;
  readonly name?: string;
  readonly output?: string;
  readonly plot?: string;
  readonly json?: true;
}

export function fitCommand(context: Context): Command {
  const command = newCommand("fit", "Fit a Gaussian mixture to all points of a file by batch EM.", context).argument(
    "<file>",
    "CSV, NDJSON, JSON or packed points, also gzipped; - reads standard input",
  );
  addPointsOptions(command)
    .optionsGroup("Model:")
    .option("-k, --components <number>", "how many components, or a range such as 1..6 to choose from", componentRange)
    .addOption(covarianceOption())
    .addOption(
      new Option("--criterion <name>", "chooses among several fits: bic, aic or icl")
        .argParser(oneOf(CRITERIA))
        .default("bic", "bic"),
    );
  addModelOptions(command)
    .optionsGroup("Iterations:")
    .option("--tolerance <nats>", "stop when the log-likelihood a point changes by less (default: 1e-6)", nonNegative)
    .option("--max-iterations <number>", "stop after so many iterations anyway (default: 1000)", whole(0))
    .option("--restarts <number>", "short runs, the best of which is continued (default: 10)", whole(1))
    .option("--threads <number>", "worker threads, 0 for none (default: as many as cores, if it pays)", whole(0))
    .optionsGroup("Output:")
    .option("--name <name>", "name of the model (default: that of the file)")
    .option("--output <file>", "write the model there, for `mixtide score`, `plot` and `snapshot`")
    .option("--plot <file.svg>", "draw points, components and the log-likelihood there")
    .option("--json", "print the model as one JSON object instead of a table")
    .addHelpText(
      "after",
      examples(
        ["two components, with a picture", "mixtide fit faithful.csv --components 2 --plot faithful.svg"],
        ["let BIC choose number and shape", "mixtide fit iris.csv --ignore species -k 1..6 --covariance all"],
        ["keep the model, label other points with it", "mixtide fit old.csv -k 3 --output model.json"],
        ["from a pipe, two columns of many", "zcat big.csv.gz | mixtide fit - -k 5 --columns x,y --json"],
      ),
    );
  return command.action((file: string, options: FitCommandOptions) => fitFile(file, options, context));
}

function covarianceOption(): Option {
  return new Option(
    "--covariance <type>",
    `${COVARIANCE_TYPES.join(", ")}; several separated by commas, or all, to choose from`,
  )
    .argParser(someOf(COVARIANCE_TYPES))
    .default(["full"], "full");
}

async function fitFile(file: string, options: FitCommandOptions, context: Context): Promise<void> {
  const { components, covariance: covariances } = options;
  if (components === undefined)
    throw new UsageError(
      "--components is missing",
      "How many components? A number (--components 3), or a range from which BIC chooses (--components 1..6).",
    );
  const input = await readPointsWith(file, options, context);
  const fitting = await fitAll(input.points, { ...given(options), components, covariances }, context);
  const features = new Features(input.columns);
  const record = recordOf(fitting.best, options.name ?? modelName(file), features);
  warn(fitting.best, options, context);
  if (options.output !== undefined) await writeWhole(options.output, `${JSON.stringify(record)}\n`);
  if (options.plot !== undefined) await draw(options.plot, input, fitting.best, record.model);
  await (options.json ? context.out.json(record) : printTables(record, features, fitting, options, context));
}

/** The options of the fit that were given. */
function given({ criterion, prior, mode, seed, restarts, tolerance, maxIterations, threads }: FitCommandOptions) {
  const options = { prior, mode, seed, restarts, tolerance, maxIterations, threads };
  const set = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...set, criterion };
}

function recordOf(result: FitResult, model: string, features: Features): FitRecord {
  const provenance = { model, version: 0, previous: null, points: result.points, features };
  return fitRecordOf(result.mixture, provenance, result);
}

async function printTables(
  record: FitRecord,
  features: Features,
  fitting: Fitting,
  { criterion }: FitCommandOptions,
  { out, style, width }: Context,
): Promise<void> {
  const tried = fitting.tried.length > 1 ? [...triedTable(fitting, criterion, style), ""] : [];
  await out.line([...tried, ...modelLines({ record, features }, style, width)].join("\n"));
}

function warn(
  { converged, iterations, floored }: FitResult,
  { tolerance = 1e-6 }: FitCommandOptions,
  context: Context,
) {
  if (!converged)
    context.messages.warn(
      `not converged after ${plural(iterations, "iteration")}: raise --max-iterations, or --tolerance above ${tolerance}.`,
    );
  if (floored > 0)
    context.messages.warn(
      `a covariance became singular ${plural(floored, "time")} and was mended by a floor: a component sits on too few ` +
        "distinct points. Try fewer components, or --prior default.",
    );
}

async function draw(path: string, { points, columns }: PointsFile, result: FitResult, title: string): Promise<void> {
  const { fitPicture } = await import("../pictures/fit-picture.js");
  await writeWhole(
    path,
    fitPicture({ points, names: columns, mixture: result.mixture, trace: result.logLikelihood.trace, title }),
  );
}

/** `data/faithful.csv.gz` is the model `faithful`. */
function modelName(file: string): string {
  return file === "-"
    ? "model"
    : basename(file).replace(/(\.(csv|tsv|txt|json|ndjson|jsonl|f64|f32|gz))+$/i, "") || "model";
}
