import { type Evaluation, evaluate } from "../../src/evaluation/evaluate.js";
import type { LabelledPoints } from "../../src/evaluation/labelled-points.js";
import { type Ranking, rank } from "../../src/evaluation/ranking.js";
import type { Contestant } from "./contestant.js";
import { type DataSet, shuffled } from "./data-sets.js";
import type { Row } from "./row.js";

/** Sizes of a run: full for figures, tiny for the test that the evaluation still works. */
export interface Effort {
  readonly dataSets: readonly DataSet[];
  readonly shuffles: number;
  /** Points of each data set at most. */
  readonly points: number;
}

type Place = Pick<Row, "data" | "shuffle" | "points" | "anomalies" | "features">;
type Speeds = Pick<Row, "points_per_second" | "points_per_second_with_warmup" | "points_per_second_later">;

/** Every data set in several orders: our baselines, and the contestants in turns, on the same points. */
export async function* evaluationSuite(contestants: readonly Contestant[], effort: Effort): AsyncGenerator<Row> {
  for (const dataSet of effort.dataSets)
    for (let shuffle = 1; shuffle <= effort.shuffles; shuffle++) {
      const labelled = shuffled(dataSet, shuffle, effort.points);
      const evaluation = evaluated(labelled);
      const { anomalies, points, warmup } = evaluation;
      const { dimensions: features } = labelled.points;
      const place = { data: dataSet.name, shuffle, points, anomalies, features };
      for (const contestant of contestants) yield await contestRow(place, contestant, labelled, warmup);
      yield* baselineRows(place, evaluation);
    }
}

function evaluated(labelled: LabelledPoints): Evaluation {
  const steps = evaluate(labelled);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

async function contestRow(
  place: Place,
  contestant: Contestant,
  { points, anomalous }: LabelledPoints,
  warmup: number,
): Promise<Row> {
  const { implementation, version } = contestant;
  const half = Math.max(warmup, points.count >> 1);
  const { scores, seconds } = await contestant.score(points, [warmup, half, points.count]);
  return {
    ...place,
    implementation,
    ...(version === undefined ? {} : { version }),
    ...figures(rank(scores.subarray(warmup), anomalous.slice(warmup))),
    ...speeds(points.count, warmup, half, seconds),
  };
}

function speeds(count: number, warmup: number, half: number, seconds: readonly number[]): Speeds {
  const [early = Number.NaN, middle = Number.NaN, late = Number.NaN] = seconds;
  return {
    points_per_second: Math.round((count - warmup) / (middle + late)),
    points_per_second_with_warmup: Math.round(count / (early + middle + late)),
    points_per_second_later: Math.round((count - half) / late),
  };
}

function baselineRows(place: Place, { baselines, meanLogLikelihood }: Evaluation): Row[] {
  return Object.entries(baselines).map(([implementation, ranking]) => ({
    ...place,
    implementation,
    ...figures(ranking),
    ...(implementation === "plain" ? { mean_log_likelihood: meanLogLikelihood } : {}),
  }));
}

function figures({ auc, averagePrecision }: Ranking): Pick<Row, "auc" | "average_precision"> {
  return { auc, average_precision: averagePrecision };
}
