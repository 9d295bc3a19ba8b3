import type { Moment } from "../view.js";

/** Kept at most; the older ones are merged two by two when they are too many, so that all times stay in sight. */
const MOST = 1200;

/** Figures over all time, finer where they are newer. */
export class Moments {
  readonly #most: number;
  #kept: Moment[] = [];
  /** How many there ever were. */
  total = 0;

  constructor(most = MOST) {
    this.#most = most;
  }

  add(moment: Moment): void {
    this.#kept.push(moment);
    this.total++;
    if (this.#kept.length > this.#most) this.#thin();
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

  #thin(): void {
    const half = 2 * Math.floor(this.#kept.length / 4);
    const older: Moment[] = [];
    for (let i = 0; i < half; i += 2) older.push(merged(this.#kept[i]!, this.#kept[i + 1]!));
    this.#kept = [...older, ...this.#kept.slice(half)];
  }
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
