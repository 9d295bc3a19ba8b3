import { createInterface } from "node:readline";
import type { Context } from "../context.js";
import { Interrupted } from "../errors.js";
import { interruptible } from "../interruptible.js";
import { type Answers, EXAMPLE } from "./pipeline-template.js";

/** Reads an answer, or says what is wrong with it. */
type Read<T> = (text: string) => { readonly value: T } | { readonly problem: string };

/**
 * Asks what a first configuration has to know; an empty answer takes the example's.
 *
 * @throws Interrupted when the user leaves.
 */
export async function askAnswers(context: Context): Promise<Answers> {
  const lines = createInterface({ input: context.stdin() });
  const answers = lines[Symbol.asyncIterator]();
  const ask = async <T>(question: string, fallback: string, read: Read<T>): Promise<T> => {
    for (;;) {
      context.messages.prompt(`${question} ${context.messages.style("dim", `[${fallback}]`)} `);
      const answer = await interruptible(answers.next(), context.signal);
      if (answer.done) throw new Interrupted("left before the last question: nothing was written");
      const outcome = read(answer.value.trim() || fallback);
      if ("value" in outcome) return outcome.value;
      context.messages.line(outcome.problem);
    }
  };
  try {
    return {
      app: await ask("Name of the model?", EXAMPLE.app, readName),
      features: await ask("Features, separated by commas?", EXAMPLE.features.join(", "), readFeatures),
      components: await ask("How many components?", String(EXAMPLE.components), readComponents),
    };
  } finally {
    lines.close();
  }
}

const readName: Read<string> = (text) =>
  /^[A-Za-z0-9._-]{1,200}$/.test(text)
    ? { value: text }
    : { problem: "A name has letters, digits, dots, _ and - only: it becomes the beginning of topics' names." };

const readFeatures: Read<readonly string[]> = (text) => {
  const features = text.split(",").map((name) => name.trim());
  if (features.includes("")) return { problem: "Names of columns, or paths into an event, such as a, load.cpu" };
  if (new Set(features).size < features.length) return { problem: "A feature is named twice." };
  return { value: features };
};

const readComponents: Read<number> = (text) =>
  /^[1-9]\d*$/.test(text) ? { value: Number(text) } : { problem: "A whole number of at least 1." };
