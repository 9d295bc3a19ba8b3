import { httpSettings } from "../server/settings.js";
import { ConfigError } from "./config-error.js";
import type { LoadedConfig } from "./load-config.js";
import { readSecret } from "./secret-file.js";

/**
 * The bearer token of the HTTP server, where there is one; from its file, where that holds it.
 *
 * @throws ConfigError when the file cannot be read, or holds no token.
 */
export function httpTokenOf(loaded: LoadedConfig): string | undefined {
  const { token, tokenFile } = loaded.config.http ?? {};
  if (token !== undefined || tokenFile === undefined) return token;
  const secret = readSecret({ setting: "http.tokenFile", name: tokenFile }, loaded);
  const checked = httpSettings.shape.token.safeParse(secret);
  if (checked.success) return secret;
  const problem = `${tokenFile} holds no token: ${checked.error.issues.map(({ message }) => message).join("; ")}`;
  throw new ConfigError([{ origin: loaded.provenance.get("http.tokenFile"), path: "http.tokenFile", problem }]);
}
