import type { LearnerEvent } from "../../learning/learner-event.js";
import type { AlertAt } from "../alerts-in.js";
import { driftAlert, type PointPlace } from "../drift-alert.js";
import type { LabelRange } from "../label-encoder.js";
import type { MessageBuffer } from "../message-buffer.js";
import { JsonLabelEncoder } from "./json-label-encoder.js";

/** One JSON message an alert: the record `Alert`. */
export class JsonAlertEncoder {
  readonly #anomalies: JsonLabelEncoder;

  /**
   * @param minimum smaller responsibilities are left out.
   * @param names D names of the coordinates.
   */
  constructor(minimum: number, names: readonly string[]) {
    this.#anomalies = new JsonLabelEncoder(minimum, names, "anomaly");
  }

  /** Appends the alerts of a range of labels, with the keys and times of their points. */
  encode(range: LabelRange, alerts: readonly AlertAt[], out: MessageBuffer): void {
    for (const { drift, label } of alerts) {
      const at = range.at + label - range.from;
      if (drift === undefined) this.#anomalies.encode({ ...range, from: label, at, count: 1 }, out);
      else writeDrift(drift, { origins: range.origins, point: at }, out);
    }
  }
}

function writeDrift(event: LearnerEvent, place: PointPlace, out: MessageBuffer): void {
  const { origins, point } = place;
  out.text(JSON.stringify(driftAlert(event, place)));
  out.end(origins.keys[point]!, origins.timestamps[point]!);
}
