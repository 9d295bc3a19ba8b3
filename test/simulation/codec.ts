import type { IncomingRecord } from "../../src/broker/broker.js";
import { alertsIn } from "../../src/format/alerts-in.js";
import { DecodeError } from "../../src/format/decode-error.js";
import type { DecodedBatch } from "../../src/format/decoded-batch.js";
import type { Decoder, RawRecord } from "../../src/format/decoder.js";
import type { Origins } from "../../src/format/origins.js";
import type { RecordEncoders } from "../../src/pipeline/ports/encoders.js";
import { columnsOf } from "../support/record-columns.js";

const text = new TextDecoder();
const bytes = new TextEncoder();

export const DIMENSIONS = 2;

/** A message is `x,y` or several of them with `;` between; anything else is a bad one. */
export const simulationDecoder: Decoder = {
  decode(record: RawRecord, into: DecodedBatch): number {
    const rows = record.value === null ? [] : text.decode(record.value).split(";");
    const points = rows.map((row) => row.split(",").map(Number));
    if (points.length === 0 || points.some((point) => point.length !== DIMENSIONS || point.some(Number.isNaN)))
      throw new DecodeError("invalid-csv", "not a point");
    into.reserve(points.length);
    points.forEach((point, index) => {
      into.values.set(point, into.count * DIMENSIONS);
      into.append(record, points.length === 1 ? -1 : index, record.timestamp, `p${record.offset}`, 1);
    });
    return points.length;
  },
};

/** Labels that carry every bit of the numbers, so that equal bytes mean equal results. */
export const simulationEncoders: RecordEncoders = {
  labels: (scored, start, origins) =>
    columnsOf(
      Array.from({ length: origins.count }, (_, i) => {
        const at = start + i;
        const run = scored.runs.find(({ end }) => at < end)!;
        const K = run.mixture.components;
        const row = run.offset + (at - run.start) * K;
        const label = {
          at: placeText(origins, i),
          id: origins.ids[i],
          time: origins.timestamps[i],
          version: run.version,
          warmup: run.warmup,
          component: scored.component[at],
          density: scored.logDensity[at],
          score: scored.anomalyScore[at],
          pValue: scored.pValue[at],
          flagged: scored.flagged[at],
          responsibilities: [...scored.responsibilities.subarray(row, row + K)],
        };
        return { key: origins.keys[i] ?? null, value: bytes.encode(JSON.stringify(label)) };
      }),
    ),
  alerts: (scored, start, origins, kinds) => {
    const range = { scored, from: start, origins, at: 0, count: origins.count };
    const alerts = alertsIn(range, kinds).map(({ drift, label }) => {
      const i = label - start;
      const at = placeText(origins, i);
      const why = [scored.pValue[label], scored.explanations.get(label)];
      const alert = drift === undefined ? { kind: "anomaly", at, why } : { ...drift, at };
      return { key: origins.keys[i] ?? null, value: bytes.encode(JSON.stringify(alert)) };
    });
    return alerts.length === 0 ? undefined : columnsOf(alerts);
  },
  driftAlert: (event) => ({ key: null, value: bytes.encode(JSON.stringify(event)) }),
  snapshot: ({ mixture, model, version, previous, points, events, eventsOmitted }) => ({
    key: bytes.encode(model),
    value: bytes.encode(
      JSON.stringify({ version, previous, points, mixture: mixtureText(mixture), events, eventsOmitted }),
    ),
  }),
  deadLetter: ({ partition }, record: IncomingRecord, error) => ({
    key: record.key,
    value: record.value,
    headers: { source: bytes.encode(`${partition}/${record.offset}`), error: bytes.encode(error.code) },
  }),
};

/** partition/offset/index of a point. */
const placeText = ({ indices, offsets, partition }: Origins, i: number): string =>
  `${partition}/${offsets[i]}/${indices[i]}`;

export function mixtureText({
  weights,
  means,
  covariances,
}: {
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly covariances: Float64Array;
}): string {
  return JSON.stringify([[...weights], [...means], [...covariances]]);
}
