/** A review that found nothing is followed by a pause of so many points, which doubles each time, up to … */
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 128_000;
/** Before so many times the first points a mixture is still being fitted again, which mends most of what is wrong. */
const YOUNG = 16;

/** So many times as many points as at the last look call for one, whatever else does. */
const GROWTH = 4;

/**
 * When to look at the components: each time the points are four times as many, and when shares are off. A look costs as
 * much as tens of thousands of points, so looks in vain become rare. One that changed something is followed by another:
 * changes are made one by one.
 */
export class ReviewSchedule {
  /** Points that the mixture has learned. */
  #points: number;
  /** As many as at the last look, in vain, that their growth brought. */
  #looked: number;
  /** No look before so many. */
  #allowed: number;
  #pause: number;

  /** @param points the mixture begins with so many points. */
  constructor(points: number) {
    this.#points = points;
    this.#looked = (YOUNG / GROWTH) * points;
    this.#allowed = points + FIRST_PAUSE;
    this.#pause = FIRST_PAUSE;
  }

  /** Takes note of a mini-batch of so many points. */
  add(points: number): void {
    this.#points += points;
  }

  isDue(sharesAreOff: boolean): boolean {
    return this.#points >= this.#allowed && (sharesAreOff || this.#hasGrown);
  }

  /** A review has been. */
  done(hasChanged: boolean): void {
    if (this.#hasGrown && !hasChanged) this.#looked = this.#points;
    this.#pause = hasChanged ? FIRST_PAUSE : Math.min(LONGEST_PAUSE, 2 * this.#pause);
    this.#allowed = this.#points + this.#pause;
  }

  get #hasGrown(): boolean {
    return this.#points >= GROWTH * this.#looked;
  }

  toState(): Float64Array {
    return Float64Array.of(this.#points, this.#looked, this.#allowed, this.#pause);
  }

  static fromState(state: ArrayLike<number>): ReviewSchedule {
    const schedule = new ReviewSchedule(state[0]!);
    schedule.#looked = state[1]!;
    schedule.#allowed = state[2]!;
    schedule.#pause = state[3]!;
    return schedule;
  }
}
