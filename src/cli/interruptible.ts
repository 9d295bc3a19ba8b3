import { Interrupted } from "./errors.js";

/**
 * Waits for work that does not know of the signal itself, but not longer than until the user asks to stop.
 *
 * @throws Interrupted
 */
export async function interruptible<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw new Interrupted();
  return await new Promise<T>((resolve, reject) => {
    const stop = (): void => reject(new Interrupted());
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/**
 * Waits for work that hears the signal itself.
 *
 * @throws Interrupted in place of what the work throws when the user asked to stop.
 */
export async function orInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw signal.aborted ? new Interrupted() : error;
  }
}

/** What a source yields until the user asks to stop, even while the source keeps silent. */
export async function* untilAborted<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  let ended = false;
  try {
    while (!signal.aborted) {
      const next = await interruptible(iterator.next(), signal).catch((error) => {
        if (error instanceof Interrupted) return undefined;
        throw error;
      });
      ended = next?.done === true;
      if (next === undefined || next.done) return;
      yield next.value;
    }
  } finally {
    // A source that is waiting for input would let us wait as well.
    if (!ended && !signal.aborted) await iterator.return?.();
  }
}
