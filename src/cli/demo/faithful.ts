import { readPoints } from "../../files/read-points.js";
import { Features } from "../../format/features/features.js";
import type { FitRecord } from "../../format/records.js";
import { fitRecordOf } from "../../format/snapshot.js";
import type { Context } from "../context.js";
import { fitAll } from "../fitting.js";
import { fitPicture } from "../pictures/fit-picture.js";
import { packageData } from "./package-data.js";

export interface FaithfulOutcome {
  readonly record: FitRecord;
  readonly features: Features;
  /** SVG. */
  readonly picture: string;
}

/**
 * Two components for the Old Faithful geyser by batch EM.
 *
 * Source: Bishop, PRML (2006), figures 9.5 and 9.8.
 */
export async function runFaithful(seed: number, context: Context): Promise<FaithfulOutcome> {
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
  return { record: fitRecordOf(mixture, provenance, best), features, picture };
}
