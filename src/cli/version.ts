import { readFileSync } from "node:fs";

/** Mixtide's own version; src/ and dist/ are equally deep, so package.json is found from both. */
export function version(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
