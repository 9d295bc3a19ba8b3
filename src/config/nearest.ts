/** Words further apart than this have nothing to do with each other. */
const LARGEST_DISTANCE = 3;

/**
 * The candidate closest to a word, if any is close; the first of several.
 *
 * @example nearest("componets", ["components", "covariance"]); // "components"
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance > LARGEST_DISTANCE || distance > 0.4 * candidate.length || distance >= least) continue;
    best = candidate;
    least = distance;
  }
  return best;
}

/**
 * Insertions, deletions and substitutions that turn `a` into `b`, and swaps of neighbours, each counted once
 * (optimal string alignment).
 *
 * Source: Levenshtein (1966), Damerau (1964).
 */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > LARGEST_DISTANCE) return Number.POSITIVE_INFINITY;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1);
      row.push(least);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length]!;
}
