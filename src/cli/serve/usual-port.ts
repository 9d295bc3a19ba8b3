import type { LoadedConfig } from "../../config/load-config.js";

/** Where the dashboard is when nobody says otherwise. */
export const USUAL_PORT = 8080;

export const SERVE_HELP = `show the dashboard in a browser, at this port (default: http.port, else ${USUAL_PORT})`;

/** The port that `--serve` asks for; undefined = it was not given. */
export function portOf(serve: number | true | undefined, { config }: Pick<LoadedConfig, "config">): number | undefined {
  return serve === true ? (config.http?.port ?? USUAL_PORT) : serve;
}
