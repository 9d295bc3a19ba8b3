import { styleText } from "node:util";

/** Looks that the command line uses. */
export type Look = "bold" | "dim" | "red" | "yellow" | "green" | "cyan";

/** Dresses text, or leaves it alone where colours are unwelcome. */
export type Style = (look: Look, text: string) => string;

/** What a stream tells about itself. */
export interface StreamLooks {
  readonly isTTY?: boolean | undefined;
}

/**
 * Colours only on a terminal, unless the environment says otherwise: `FORCE_COLOR` (anything but 0) turns them on,
 * `NO_COLOR` (https://no-color.org) and `TERM=dumb` off.
 */
export function styleFor(stream: StreamLooks, env: NodeJS.ProcessEnv): Style {
  return coloured(stream, env) ? (look, text) => styleText(look, text, { validateStream: false }) : (_, text) => text;
}

function coloured(stream: StreamLooks, env: NodeJS.ProcessEnv): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== "") return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== "0";
  return stream.isTTY === true && env.TERM !== "dumb";
}
