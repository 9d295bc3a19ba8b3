import type { Moment } from "../view.js";

/** Kept at most, and shown. */
export const MOST_MOMENTS = 1200;

/** Figures over all time, finer where they are newer. */
export class Moments {
  readonly #most: number;
  #kept: Moment[] = [];
  /** How many there ever were. */
  total = 0;

  constructor(most = MOST_MOMENTS) {
    this.#most = most;
  }

  add(moment: Moment): void {
    this.#kept.push(moment);
    this.total++;
    this.#kept = thinned(this.#kept, this.#most);
  }

  /** Those up to, not including, the `to`-th that ever was. */
  until(to: number): readonly Moment[] {
    return this.#kept.slice(0, Math.max(0, this.#kept.length - (this.total - to)));
  }

  /** Those from the `from`-th on, as one; undefined = none. */
  since(from: number): Moment | undefined {
    const news = this.total - from;
    return news === 0 ? undefined : this.#kept.slice(-news).reduce(merged);
  }

  get newest(): Moment | undefined {
    return this.#kept.at(-1);
  }
}

/**
 * No more than so many moments, if there are more: neighbours of the older half become one where together they last at
 * most three times the mean. So all times stay in sight, each about as finely as the others; halving would crowd the
 * first hours of a day into one moment. Any two neighbours that are left last longer, so a third goes at least.
 */
export function thinned(moments: Moment[], most: number): Moment[] {
  if (moments.length <= most) return moments;
  const half = Math.floor(moments.length / 2);
  const older = moments.slice(0, half);
  const longest = (3 * older.reduce((sum, { seconds }) => sum + seconds, 0)) / half;
  const kept: Moment[] = [];
  for (const moment of older) {
    const last = kept.at(-1);
    if (last !== undefined && last.seconds + moment.seconds <= longest) kept[kept.length - 1] = merged(last, moment);
    else kept.push(moment);
  }
  return [...kept, ...moments.slice(half)];
}

/** Two moments as one: what is counted is added, what is a state is that of the second, of extremes the larger stays. */
export function merged(first: Moment, second: Moment): Moment {
  return {
    ...second,
    seconds: first.seconds + second.seconds,
    points: first.points + second.points,
    labels: first.labels + second.labels,
    deadLetters: first.deadLetters + second.deadLetters,
    flagged: first.flagged + second.flagged,
    mean: second.mean ?? first.mean,
    recent: second.recent ?? first.recent,
    score: larger(first.score, second.score),
    weights: second.weights.length > 0 ? second.weights : first.weights,
    commit: Math.max(first.commit, second.commit),
  };
}

function larger(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
