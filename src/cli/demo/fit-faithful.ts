import { readPoints } from "../../files/read-points.js";
import { Features } from "../../format/features/features.js";
import { mixtureOf } from "../../format/mixture-of.js";
import type { FitRecord } from "../../format/records.js";
import { fitRecordOf } from "../../format/snapshot.js";
import type { Context } from "../context.js";
import { fitAll } from "../fitting.js";
import { fitPicture } from "../pictures/fit-picture.js";
import { meanLogLikelihood } from "./mean-log-likelihood.js";
import { packageData } from "./package-data.js";
import { lastSnapshot, type Streamed } from "./stream-points.js";

export interface FaithfulOutcome {
  readonly record: FitRecord;
  readonly features: Features;
  /** Of all points under the mixture that the stream ended with, nats a point. */
  readonly streamed: number;
  /** SVG. */
  readonly picture: string;
}

/**
 * Two components for the Old Faithful geyser by batch EM, beside those of one pass.
 *
 * Source: Bishop, PRML (2006), figures 9.5 and 9.8.
 */
export async function fitFaithful(streamed: Streamed, seed: number, context: Context): Promise<FaithfulOutcome> {
  const { points, columns } = await readPoints(packageData("faithful.csv"));
  const options = { components: { min: 2, max: 2 }, covariances: ["full"], criterion: "bic", seed } as const;
  const { best } = await fitAll(points, options, context);
  const { mixture, logLikelihood } = best;
  const features = new Features(columns);
  const provenance = { model: "faithful", version: 0, previous: null, points: points.count, features };
  const picture = fitPicture({
    points,
    mixture,
    names: ["eruption (minutes)", "waiting for it (minutes)"],
    title: "Old Faithful: short and long eruptions",
    trace: logLikelihood.trace,
  });
  return {
    record: fitRecordOf(mixture, provenance, best),
    features,
    streamed: meanLogLikelihood(mixtureOf(lastSnapshot(streamed)).mixture, points),
    picture,
  };
}
