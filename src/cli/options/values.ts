import { InvalidArgumentError } from "commander";
import { didYouMean } from "../suggest.js";

/** Reads the text of an option; throws InvalidArgumentError, which commander words with the option's name. */
type Parse<T> = (text: string) => T;

/** A whole number of at least `least`. */
export function whole(least: number): Parse<number> {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isSafeInteger(value) || value < least)
      throw new InvalidArgumentError(`It must be a whole number${least > 0 ? ` of at least ${least}` : " ≥ 0"}.`);
    return value;
  };
}

/** A whole number of either sign. */
export function seed(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(value)) throw new InvalidArgumentError("It must be a whole number.");
  return value;
}

/** A port; 0 = any free one. */
export function port(text: string): number {
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value > 65_535)
    throw new InvalidArgumentError("It must be a port, a whole number up to 65535; 0 = any free one.");
  return value;
}

/** A number ≥ 0. */
export function nonNegative(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value < Number.POSITIVE_INFINITY))
    throw new InvalidArgumentError("It must be a number ≥ 0, such as 1e-6.");
  return value;
}

/** One word of a list. */
export function oneOf<const T extends string>(words: readonly T[]): Parse<T> {
  return (text) => {
    const known = words.find((word) => word === text);
    if (known === undefined) throw new InvalidArgumentError(choices(text, words));
    return known;
  };
}

/** Words of a list, separated by commas, without doubles; `all` = every one. */
export function someOf<const T extends string>(words: readonly T[]): Parse<readonly T[]> {
  const parse = oneOf([...words, "all" as const]);
  return (text) => {
    const found = text.split(",").map((word) => parse(word.trim()));
    return found.includes("all") ? words : (found as T[]).filter((word, i) => found.indexOf(word) === i);
  };
}

/** Names separated by commas; the option may be repeated. */
export function names(text: string, earlier: readonly string[] = []): readonly string[] {
  const list = text.split(",").map((name) => name.trim());
  if (list.includes("")) throw new InvalidArgumentError("It must be names separated by commas, such as a,b.");
  return [...earlier, ...list];
}

/** How many components: a number, or a range among which a criterion chooses. */
export interface ComponentRange {
  readonly min: number;
  readonly max: number;
}

/** `3` or `1..6`. */
export function componentRange(text: string): ComponentRange {
  const match = /^(\d+)(?:\.\.(\d+))?$/.exec(text.trim());
  const min = Number(match?.[1]);
  const max = match?.[2] === undefined ? min : Number(match[2]);
  if (!(min >= 1 && max >= min))
    throw new InvalidArgumentError("It must be a whole number ≥ 1, or a range such as 1..6 to choose from.");
  return { min, max };
}

function choices(text: string, words: readonly string[]): string {
  return `It must be one of ${words.join(", ")}. ${didYouMean(text, words) ?? ""}`.trimEnd();
}
