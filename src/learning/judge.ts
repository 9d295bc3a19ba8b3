import type { Calibration } from "../anomaly/calibration.js";
import { Explainer } from "../anomaly/explain.js";
import { isFlagged, type Threshold } from "../anomaly/threshold.js";
import type { Mixture } from "../mixture/mixture.js";
import type { LabelSink } from "./label-sink.js";
import type { PointBuffer } from "./point-buffer.js";

/** Says of labelled points how rare they are, flags those beyond the threshold, and explains those. */
export class Judge {
  readonly #threshold: Threshold;
  #explained: Mixture | undefined;
  #explainer: Explainer | undefined;

  constructor(threshold: Threshold) {
    this.#threshold = threshold;
  }

  /**
   * Judges rows of the open mini-batch from `at` on.
   *
   * @param index of the first of them in the sink.
   */
  judge(
    open: PointBuffer,
    at: number,
    anomalyScore: Float64Array,
    calibration: Calibration,
    mixture: Mixture,
    sink: LabelSink,
    index: number,
  ): void {
    const rows = open.count - at;
    const { pValues } = sink;
    calibration.pValues(anomalyScore, at, rows, pValues, index);
    for (let i = 0; i < rows; i++)
      if (isFlagged(this.#threshold, pValues[index + i]!, anomalyScore[at + i]!))
        sink.flag(index + i, this.#explainerOf(mixture).explain(open.values, (at + i) * open.dimensions));
  }

  #explainerOf(mixture: Mixture): Explainer {
    if (this.#explainer === undefined || this.#explained !== mixture) {
      this.#explained = mixture;
      this.#explainer = new Explainer(mixture);
    }
    return this.#explainer;
  }
}
