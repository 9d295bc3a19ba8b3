import { type Ranking, rank } from "../../evaluation/ranking.js";
import { mixtureOf } from "../../format/mixture-of.js";
import { PointLayout } from "../../format/point-layout.js";
import type { PointBatch } from "../../mixture/point-batch.js";
import type { Context } from "../context.js";
import { fitAll } from "../fitting.js";
import { PointReader } from "../point-reader.js";
import { mean, meanLogLikelihood } from "./mean-log-likelihood.js";
import { openShuttle, type ShuttleData } from "./shuttle-data.js";
import { lastSnapshot, type Streamed, streamPoints } from "./stream-points.js";

/** What one pass over the shuttle data came to, and what batch EM says about the same points. */
export interface ShuttleOutcome extends Streamed {
  readonly points: number;
  /** Points at the front that chose the first mixture; they count in none of the figures below. */
  readonly warmup: number;
  /** Mean log-likelihood of the points after the warm-up, nats a point. */
  readonly logLikelihood: {
    /** Each point before it was learned. */
    readonly prequential: number;
    /** All of them under the last mixture. */
    readonly final: number;
    /** All of them under a mixture that batch EM fitted to all points. */
    readonly batch: number;
  };
  readonly batch: { readonly iterations: number; readonly seconds: number };
  /** Whether each point after the warm-up is an anomaly, and how well its score told. */
  readonly anomalous: readonly boolean[];
  readonly ranking: Ranking;
}

const COMPONENTS = 10;
/** Batch EM is here to compare with, not to win: it stops where a pass gains less than this, nats a point. */
const BATCH_TOLERANCE = 0.01;

export async function runShuttle(seed: number, context: Context): Promise<ShuttleOutcome> {
  const data = await openShuttle();
  const streamed = await streamPoints(data, { model: { components: COMPONENTS, seed } }, context);
  const warmup = streamed.labels.filter((label) => label.warmup).length;
  const points = pointsOf(data);
  const scored = streamed.labels.slice(warmup);
  const anomalous = data.anomalous.slice(warmup);
  const batch = await batchFit(points, seed, context);
  return {
    ...streamed,
    points: points.count,
    warmup,
    logLikelihood: {
      prequential: mean(scored.map(({ logDensity }) => logDensity)),
      final: meanLogLikelihood(mixtureOf(lastSnapshot(streamed)).mixture, points, warmup),
      batch: meanLogLikelihood(batch.mixture, points, warmup),
    },
    batch,
    anomalous,
    ranking: rank(
      scored.map(({ anomaly }) => anomaly.score),
      anomalous,
    ),
  };
}

function pointsOf({ columns, features, name, read }: ShuttleData): PointBatch {
  const layout = new PointLayout({ columns, features });
  const reader = new PointReader({ topic: name, format: "csv", delimiter: "," }, layout);
  const batch = reader.batch();
  reader.read(read, batch);
  return batch.points();
}

async function batchFit(points: PointBatch, seed: number, context: Context) {
  const start = performance.now();
  const { best } = await fitAll(
    points,
    {
      components: { min: COMPONENTS, max: COMPONENTS },
      covariances: ["full"],
      criterion: "bic",
      restarts: 1,
      tolerance: BATCH_TOLERANCE,
      seed,
    },
    context,
  );
  return { mixture: best.mixture, iterations: best.iterations, seconds: (performance.now() - start) / 1000 };
}
