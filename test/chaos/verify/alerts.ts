import type { Alert, Label, RecordSource } from "../../../src/format/records.js";
import type { Violations } from "./violations.js";

/** One alert for each flagged label: kept by source position alone, whatever journal and state say. */
export class Alerts {
  readonly #due = new Set<string>();
  readonly #told = new Set<string>();
  readonly #violations: Violations;

  constructor(violations: Violations) {
    this.#violations = violations;
  }

  label({ anomaly, source }: Label): void {
    if (anomaly.flagged) this.#due.add(placeText(source));
  }

  /** @param partition of the alert. */
  alert(alert: Alert, partition: number): void {
    const { source } = alert;
    if ((source?.partition ?? 0) !== partition) this.#violations.add("alert in the wrong partition", String(partition));
    if (alert.kind !== "anomaly") return;
    const place = placeText(alert.source);
    if (this.#told.has(place)) this.#violations.add("doubled", `alert of ${place}`);
    if (!this.#due.has(place)) this.#violations.add("alert of what was not flagged", place);
    this.#told.add(place);
  }

  /** Whatever was flagged and not told. */
  close(): void {
    for (const place of this.#due) if (!this.#told.has(place)) this.#violations.add("lost", `alert of ${place}`);
  }
}

const placeText = ({ index = 0, offset, partition }: RecordSource): string => `${partition}/${offset}/${index}`;
