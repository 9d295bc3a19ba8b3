import { type Reasons, reasonsOf } from "../../anomaly/reasons.js";
import { finiteOrNull } from "../../format/finite-or-null.js";
import { RECORD_SCHEMA } from "../../format/records.js";
import { LEAST_RESPONSIBILITY } from "../../mixture/responsibilities-of.js";
import type { PointRing } from "../points/point-ring.js";
import { SHARES } from "../points/top-shares.js";
import type { Scorer } from "./scorer.js";

/**
 * What is known of a point that is kept: its label, its coordinates and where it comes from.
 *
 * @param scorer explains points that were not flagged, whose reasons nobody has kept.
 */
export function pointAnswer(
  { points, features, topic }: { points: PointRing; features: readonly string[]; topic: string },
  row: number,
  scorer: Scorer | undefined,
) {
  const { dimensions: D, ids, index, offset, partition, timestamp, values, version } = points;
  const id = ids.get(row);
  const time = timestamp[row]!;
  return {
    schema: RECORD_SCHEMA as typeof RECORD_SCHEMA,
    ordinal: points.ordinal[row]!,
    source: {
      topic,
      partition: partition[row]!,
      offset: String(offset[row]),
      ...(index[row]! < 0 ? {} : { index: index[row]! }),
    },
    ...(id === undefined ? {} : { id }),
    ...(Number.isNaN(time) ? {} : { timestamp: time }),
    ...(points.warmup[row] === 1 ? { warmup: true as const } : {}),
    version: version[row]!,
    component: points.component[row]!,
    responsibilities: sharesOf(points, row),
    logDensity: points.logDensity[row]!,
    coordinates: Object.fromEntries(features.map((name, j) => [name, finiteOrNull(values[row * D + j]!)])),
    ...anomalyOf(points, row, features, scorer),
  };
}

function sharesOf({ shareIds, shares }: PointRing, row: number): Record<string, number> {
  const found: [string, number][] = [];
  for (let s = row * SHARES; s < (row + 1) * SHARES; s++)
    if (shares[s]! >= LEAST_RESPONSIBILITY) found.push([String(shareIds[s]), shares[s]!]);
  return Object.fromEntries(found);
}

interface Judged {
  readonly anomaly: { readonly score: number; readonly pValue?: number; readonly flagged?: boolean } & Partial<Reasons>;
  /** Version of the mixture from which the reasons are seen. */
  readonly explainedBy?: number;
}

function anomalyOf(points: PointRing, row: number, features: readonly string[], scorer: Scorer | undefined): Judged {
  const { dimensions: D, explanations, flagged, pValue, score, values, version } = points;
  const p = pValue[row]!;
  const verdict = { score: score[row]!, ...(Number.isNaN(p) ? {} : { pValue: p, flagged: flagged[row] === 1 }) };
  const explanation = explanations.get(row);
  if (explanation !== undefined)
    return { anomaly: { ...verdict, ...reasonsOf(explanation, features) }, explainedBy: version[row]! };
  if (scorer === undefined || Number.isNaN(values[row * D]!)) return { anomaly: verdict };
  return { anomaly: { ...verdict, ...scorer.explain(values, row * D) }, explainedBy: scorer.version };
}
