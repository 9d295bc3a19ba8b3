import { setImmediate as nextTurn } from "node:timers/promises";

/** Work goes on for so long before signals and timers get their turn. */
const TURN_MS = 30;

/**
 * Drives work to its end that comes in slices, or waits for others: whatever it yields, promise or not, it goes on
 * when that is there.
 *
 * @throws the signal's reason when it is aborted; what the work throws.
 */
export async function inTurns<T>(steps: Generator<Promise<void> | undefined, T>, signal?: AbortSignal): Promise<T> {
  for (let turn = performance.now(); ; ) {
    const step = steps.next();
    if (step.done) return step.value;
    if (step.value !== undefined) await step.value;
    if (performance.now() - turn < TURN_MS) continue;
    await nextTurn();
    signal?.throwIfAborted();
    turn = performance.now();
  }
}
