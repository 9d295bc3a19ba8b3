import type { PipelineEvent } from "../pipeline/events.js";
import { Health, type HealthReport } from "./health.js";
import { ClientLog, type ClientLogEntry } from "./log/client-log.js";
import { createLogger, type Destination } from "./log/create-logger.js";
import { EventLog } from "./log/event-log.js";
import type { WriteLine } from "./log/log-line.js";
import { RateLimit } from "./log/rate-limit.js";
import { Redactor } from "./log/redactor.js";
import { Metrics } from "./metrics/metrics.js";
import type { LogSettings } from "./settings.js";

/** The same trouble is told once in so long. */
const WINDOW_MS = 30_000;

export interface TelemetryOptions {
  readonly settings: LogSettings;
  /** Where the log goes: standard error. */
  readonly destination: Destination;
  /** Passwords and tokens: they are masked wherever they turn up. */
  readonly secrets?: readonly string[];
}

/** Everything that a running pipeline tells the outside. Functions, not methods: pass them on as they are. */
export interface Telemetry {
  /** Takes every event of the pipeline. */
  readonly take: (event: PipelineEvent) => void;
  /** Takes what the broker client has to say. */
  readonly log: (entry: ClientLogEntry) => void;
  /** Writes a line of the program around the pipeline. */
  readonly tell: WriteLine;
  /** Says that the pipeline has ended with an error: not live from now on. */
  readonly failed: (error: unknown) => void;
  /** Takes errors of what runs beside the pipeline, and does not stop it. */
  readonly trouble: (error: unknown) => void;
  /** Metrics in the text format of Prometheus. */
  readonly metrics: () => Promise<string>;
  readonly health: () => HealthReport;
  /** Writes what rate limits have held back; nothing is to follow. */
  readonly close: () => void;
}

/**
 * Logs, metrics and health of one pipeline, all of them made from its events.
 *
 * @example
 * const telemetry = createTelemetry({ settings: config.log, destination: process.stderr, secrets: [password] });
 * const broker = connectKafka({ brokers, clientId, log: telemetry.log });
 * const server = await startServer(config.http, telemetry);
 * runPipeline({ broker, ... }).subscribe({ next: telemetry.take, error: telemetry.failed });
 */
export function createTelemetry({ settings, destination, secrets }: TelemetryOptions): Telemetry {
  const redactor = new Redactor(secrets);
  const write = createLogger(settings, destination, redactor);
  const events = new EventLog(write, WINDOW_MS);
  const client = new ClientLog(write, WINDOW_MS);
  const others = new RateLimit(write, WINDOW_MS);
  const health = new Health();
  const metrics = new Metrics({ process: true });
  const folds = [events, health, metrics];
  return {
    take: (event) => folds.forEach((fold) => fold.take(event)),
    log: (entry) => client.take(entry),
    tell: write,
    failed: (error) => {
      health.failed(error);
      write({ level: "error", message: "the pipeline has failed", details: { error } });
    },
    trouble: (error) => others.take({ level: "warn", message: "trouble beside the pipeline", details: { error } }),
    metrics: () => metrics.text(health.report()),
    health: () => redactor.value(health.report()) as HealthReport,
    close: () => {
      events.close();
      client.close();
      others.close();
    },
  };
}
