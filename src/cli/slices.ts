import { setImmediate as nextTurn } from "node:timers/promises";
import type { Context } from "./context.js";
import { Interrupted } from "./errors.js";

/** Work goes on for so long before signals and timers get their turn. */
const TURN_MS = 30;

/**
 * Drives work that comes in slices, so that Ctrl-C is heard and progress is seen.
 *
 * @param tick called between turns, with the milliseconds since the start.
 * @throws Interrupted when the user asked to stop.
 */
export async function drive<T>(
  steps: Generator<undefined, T>,
  context: Context,
  tick: (elapsedMs: number) => void = () => undefined,
): Promise<T> {
  const start = performance.now();
  for (let turn = start; ; ) {
    const step = steps.next();
    if (step.done) return step.value;
    const now = performance.now();
    if (now - turn < TURN_MS) continue;
    tick(now - start);
    await nextTurn();
    if (context.signal.aborted) throw new Interrupted();
    turn = performance.now();
  }
}
