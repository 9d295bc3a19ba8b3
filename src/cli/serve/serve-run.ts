import type { Assembly } from "../../config/assemble.js";
import { httpTokenOf } from "../../config/http-token.js";
import type { LoadedConfig } from "../../config/load-config.js";
import type { PipelineEvent } from "../../pipeline/events.js";
import { type RunningServer, startServer } from "../../server/start-server.js";
import { createTelemetry, type Telemetry } from "../../telemetry/telemetry.js";
import type { Context } from "../context.js";
import { createLiveView, type LiveView } from "./live-view.js";

/**
 * Serves the dashboard of a run without a broker.
 *
 * @throws ListenError.
 */
export async function serveRun(
  loaded: LoadedConfig,
  parts: Assembly,
  port: number,
  { messages }: Context,
): Promise<ServedRun> {
  const { config } = loaded;
  const token = httpTokenOf(loaded);
  const secrets = token === undefined ? [] : [token];
  messages.hide(secrets);
  // Such a run tells what happens in its own words: only what nobody else would say is logged.
  const settings = { level: "error", format: "text" } as const;
  const destination = { write: (text: string) => messages.line(text.trimEnd()) };
  const telemetry = createTelemetry({ settings, destination, secrets });
  const redact = (text: string): string => messages.masked(text);
  const view = createLiveView({ config, parts, redact, trouble: telemetry.trouble });
  const server = await startServer({ ...config.http, port, token, view: view.ports }, telemetry);
  messages.line(`dashboard: ${server.url}`);
  return new ServedRun(server, telemetry, view);
}

/** A dashboard that shows a run, while it runs and until its viewer has seen enough. */
export class ServedRun {
  readonly #server: RunningServer;
  readonly #telemetry: Telemetry;
  readonly #view: LiveView;

  constructor(server: RunningServer, telemetry: Telemetry, view: LiveView) {
    this.#server = server;
    this.#telemetry = telemetry;
    this.#view = view;
  }

  get onlooker(): LiveView["onlooker"] {
    return this.#view.onlooker;
  }

  take(event: PipelineEvent): void {
    this.#telemetry.take(event);
    this.#view.take(event);
  }

  /** Waits until the user asks to stop; the page stays meanwhile. */
  async stay({ messages, signal }: Context): Promise<void> {
    if (signal.aborted) return;
    messages.line(`The page stays at ${this.#server.url} until Ctrl-C.`);
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  }

  async close(): Promise<void> {
    await this.#server.close();
    this.#telemetry.close();
  }
}
