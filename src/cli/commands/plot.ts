import type { Command } from "commander";
import { panels } from "../../plot/panels.js";
import type { Context } from "../context.js";
import { Interrupted } from "../errors.js";
import { examples, newCommand } from "../new-command.js";
import { addPointsOptions } from "../options/points-options.js";
import { names, whole } from "../options/values.js";
import { pictureFormatOf, pictureOf } from "../pictures/picture-format.js";
import { plotFigures } from "../pictures/plot-figures.js";
import type { PlotOptions } from "../pictures/plot-options.js";
import { LAST } from "../pictures/read-published.js";
import { writeWhole } from "../write-file.js";

export function plotCommand(context: Context): Command {
  const command = newCommand(
    "plot",
    "Draw points, mixtures, log-likelihoods and anomaly scores as one picture: SVG, or PNG by --output.",
    context,
  ).argument(
    "<files...>",
    "points (- reads standard input), models of `fit`, snapshots or labels of `run`; the YAML file of an app on Kafka",
  );
  addPointsOptions(command)
    .optionsGroup("Picture:")
    .option("-o, --output <file>", "write the picture there: .svg, or .png (default: SVG to standard output)")
    .option("-m, --model <model.json>", "draw this mixture over the points, and colour them by it")
    .option("--compare <other.json>", "draw the model against this one: ellipses and marginals of both")
    .option("--marginals", "draw every feature by itself: histogram, and densities of mixture and components")
    .option("--dark", "on dark paper (default: as the reader's system has it)")
    .option("--light", "on light paper")
    .optionsGroup("Kafka:")
    .option("--app <name>", "the replay of this name instead of the live app")
    .option(
      "--last <number>",
      `how many of the last snapshots, points and labels to read (default: ${LAST.snapshots}, ${LAST.points} and ${LAST.labels})`,
      whole(1),
    )
    .optionsGroup("Truth:")
    .option(
      "--truth <file.csv>",
      "where it is known which points are anomalies: the file that labels in a file were made from",
    )
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
        ["every feature by itself", "mixtide plot iris.csv -m model.json --marginals -o marginals.svg"],
        ["what an app on Kafka knows, and how it came to that", "mixtide plot config/pipeline.yaml -o app.svg"],
        [
          "a replay against the live app",
          "mixtide plot config/pipeline.yaml --app eight --compare config/pipeline.yaml -o eight.svg",
        ],
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
  const figures = await plotFigures(files, options, context);
  if (context.signal.aborted) throw new Interrupted();
  const theme = options.dark ? "dark" : options.light ? "light" : "auto";
  const figure = figures.length === 1 && figures[0] !== undefined ? figures[0] : panels(figures);
  const picture = await pictureOf(figure, format, theme);
  await (options.output === undefined ? context.out.write(picture) : writeWhole(options.output, picture));
}
