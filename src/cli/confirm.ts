import { createInterface } from "node:readline";
import type { Context } from "./context.js";
import { Interrupted, UsageError } from "./errors.js";
import { interruptible } from "./interruptible.js";

/**
 * Asks before something that cannot be taken back.
 *
 * @param what is about to happen: a sentence.
 * @throws UsageError where nobody can answer, Interrupted unless the answer is yes.
 */
export async function confirm(what: string, context: Context): Promise<void> {
  if (!context.interactive) throw new UsageError(`${what} Nobody can be asked here.`, "Say --yes if it is meant.");
  const lines = createInterface({ input: context.stdin() });
  try {
    context.messages.prompt(`${what} Type yes to go on: `);
    const answer = await interruptible(lines[Symbol.asyncIterator]().next(), context.signal);
    if (answer.done || answer.value.trim() !== "yes") throw new Interrupted("everything is left as it was");
  } finally {
    lines.close();
  }
}
