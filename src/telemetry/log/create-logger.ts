import { pino, stdTimeFunctions } from "pino";
import type { LogSettings } from "../settings.js";
import type { WriteLine } from "./log-line.js";
import type { Redactor } from "./redactor.js";
import { textLine } from "./text-line.js";

/** Where lines go; standard error in a running program. */
export interface Destination {
  write(text: string): unknown;
}

/** Writes lines as pino does, with levels by their names and times in ISO 8601; nothing secret gets through. */
export function createLogger(settings: LogSettings, destination: Destination, redactor: Redactor): WriteLine {
  const toText = settings.format === "text" ? (json: string) => `${textLine(json)}\n` : (json: string) => json;
  const logger = pino(
    {
      level: settings.level,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    { write: (json: string) => writeQuietly(destination, redactor.known(toText(json))) },
  );
  return ({ level, message, details }) => {
    if (logger.isLevelEnabled(level)) logger[level](redactor.value(details ?? {}), redactor.text(message));
  };
}

/** Nobody can be told that nobody can be told. */
function writeQuietly(destination: Destination, text: string): void {
  try {
    destination.write(text);
  } catch {
    // The stream goes on without its log.
  }
}
