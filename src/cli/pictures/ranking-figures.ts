import { type Ranking, rank } from "../../evaluation/ranking.js";
import type { Figure } from "../../plot/figure.js";
import { precisionRecallPlot } from "../../plot/precision-recall-plot.js";
import { rocPlot } from "../../plot/roc-plot.js";
import { CliError } from "../errors.js";
import { grouped } from "../terminal/numbers.js";
import type { LabelColumns } from "./read-labels.js";

/**
 * What scores are worth, by the truth: points found against false alarms, and precision against recall. The warm-up is
 * left out: its points helped to choose the mixture that scores them.
 *
 * @param truth whether a record of the input is an anomaly, by its number.
 * @throws CliError when labels are of other records, or no anomaly or nothing else is among them.
 */
export function rankingFigures(labels: LabelColumns, truth: readonly boolean[], path: string, file: string): Figure[] {
  const positive = labels.offsets.slice(labels.warmup).map((offset) => {
    const answer = truth[offset];
    if (answer !== undefined) return answer;
    throw new CliError(`${path} labels record ${offset} (counted from 0), but ${file} has ${truth.length} records`, {
      remedy: "--truth is the file that the labels were made from.",
    });
  });
  const positives = positive.filter(Boolean).length;
  const negatives = positive.length - positives;
  if (positives === 0 || negatives === 0)
    throw new CliError(
      `${path}: nothing can be ranked after the warm-up: ${grouped(positives)} anomalies, ${grouped(negatives)} others`,
      { remedy: "Name other values in --positive, or label more points." },
    );
  const ranking = rank(labels.scores.slice(labels.warmup), positive);
  const subtitle = `${grouped(positives)} anomalies among ${grouped(positive.length)} points`;
  const { auc, averagePrecision, curve } = ranking;
  return [
    rocPlot({ curves: [{ name: "anomaly score", curve, auc }], title: "Anomalies against false alarms", subtitle }),
    precisionRecallPlot({
      name: "anomaly score",
      curve: precisions(ranking, positives, negatives),
      averagePrecision,
      share: positives / positive.length,
      subtitle,
    }),
  ];
}

function precisions({ curve }: Ranking, positives: number, negatives: number) {
  return curve.slice(1).map(({ falsePositives, truePositives }) => {
    const [hits, alarms] = [truePositives * positives, falsePositives * negatives];
    return { recall: truePositives, precision: hits / (hits + alarms) };
  });
}
