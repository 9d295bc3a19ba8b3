import { recordsOf } from "../broker/record-columns.js";
import type { DecodedBatch } from "../format/decoded-batch.js";
import { RecordEncoders } from "../format/record-encoders.js";
import { labelSettings } from "../format/settings.js";
import type { ScoredBatch } from "../learning/scored-batch.js";
import type { Mixture } from "../mixture/mixture.js";
import type { Model } from "./model-file.js";

/** Labels points with a mixture that does not change any more. */
export class Scoring {
  readonly #model: Model;
  readonly #encoders: RecordEncoders;

  constructor(model: Model) {
    this.#model = model;
    this.#encoders = new RecordEncoders(model.features, labelSettings.parse({}));
  }

  /** One JSON text a point, in order. */
  label(batch: DecodedBatch): Uint8Array[] {
    const { mixture, record } = this.#model;
    const scored = scoredWith(mixture, record.version, batch);
    return recordsOf([this.#encoders.labels(scored, 0, batch)]).map(({ value }) => value!);
  }
}

/** What a mixture that does not change has to say of points: no p-values, for they follow a stream. */
export function scoredWith(mixture: Mixture, version: number, batch: DecodedBatch): ScoredBatch {
  const { count } = batch;
  const { component, logDensity, anomalyScore, responsibilities } = mixture.score(batch.points());
  const run = { start: 0, end: count, offset: 0, version, warmup: false, mixture };
  return {
    count,
    first: 0,
    component,
    logDensity,
    anomalyScore,
    responsibilities,
    pValue: new Float64Array(count).fill(Number.NaN),
    flagged: new Uint8Array(count),
    explanations: new Map(),
    events: [],
    runs: count === 0 ? [] : [run],
  };
}
