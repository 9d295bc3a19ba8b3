import { ConfigError } from "../../src/config/config-error.js";
import { type LoadOptions, loadConfig } from "../../src/config/load-config.js";

/** A small valid file. */
export const GEYSER = `app: geyser
source: { topic: points, from: earliest }
features: [eruptions, waiting]
model: { components: 2 }
`;

/** The error that a configuration leads to. */
export function errorOf(options: LoadOptions): ConfigError {
  try {
    loadConfig({ path: "pipeline.yaml", ...options });
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("the configuration was accepted");
}

/** The lines of the error about a file. */
export function complaintsAbout(text: string): string[] {
  return linesOf(errorOf({ text }));
}

export function linesOf(error: ConfigError): string[] {
  return error.message
    .split("\n")
    .slice(1)
    .map((line) => line.trim());
}

/** The valid file, with a line replaced or, beyond its end, added. */
export function withLine(line: number, text: string): string {
  return GEYSER.split("\n")
    .toSpliced(line - 1, 1, text)
    .join("\n");
}
