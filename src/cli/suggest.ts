import { nearest } from "../config/nearest.js";

/**
 * A question with the candidate closest to a word that is none of them; nothing where none is close.
 *
 * @example didYouMean("erptions", ["eruptions", "waiting"]); // "Did you mean eruptions?"
 */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const close = nearest(word, candidates);
  return close === undefined ? undefined : `Did you mean ${close}?`;
}
