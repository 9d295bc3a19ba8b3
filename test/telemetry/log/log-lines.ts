import { createLogger } from "../../../src/telemetry/log/create-logger.js";
import { EventLog } from "../../../src/telemetry/log/event-log.js";
import { Redactor } from "../../../src/telemetry/log/redactor.js";
import type { LogSettings } from "../../../src/telemetry/settings.js";

/** A line of JSON, as a log collector reads it. */
export interface Logged {
  readonly level: string;
  readonly msg: string;
  readonly [detail: string]: unknown;
}

/** A destination that can be read. */
export class Written {
  text = "";

  write(text: string): void {
    this.text += text;
  }

  /** Every line must be JSON. */
  get lines(): readonly Logged[] {
    return this.text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Logged);
  }

  get messages(): readonly string[] {
    return this.lines.map(({ level, msg }) => `${level}: ${msg}`);
  }
}

export const WINDOW_MS = 1000;

/** An event log, and what it has written. */
export function eventLog(level: LogSettings["level"] = "info"): { log: EventLog; written: Written } {
  const written = new Written();
  const write = createLogger({ level, format: "json" }, written, new Redactor());
  return { log: new EventLog(write, WINDOW_MS), written };
}
