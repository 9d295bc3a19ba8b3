import { inTurns } from "../threads/in-turns.js";
import type { Context } from "./context.js";
import { orInterrupted } from "./interruptible.js";

/**
 * Drives work that comes in slices, so that Ctrl-C is heard.
 *
 * @throws Interrupted when the user asked to stop.
 */
export async function drive<T>(steps: Generator<undefined, T>, { signal }: Context): Promise<T> {
  return await orInterrupted(inTurns(steps, signal), signal);
}
