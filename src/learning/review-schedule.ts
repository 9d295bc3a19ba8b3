/** A review that found nothing is followed by a pause of so many points, which doubles each time, up to … */
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 128_000;
/** Before so many times the first points a mixture is still being fitted again, which mends most of what is wrong. */
const YOUNG = 16;

/**
 * When to look at the components: each time the points have doubled, and when shares are off. A look costs as much as
 * tens of thousands of points, so looks in vain become rare.
 */
export class ReviewSchedule {
  /** Points that the mixture has learned. */
  #points: number;
  /** As many as at the last look that doubling brought. */
  #doubled: number;
  /** No look before so many. */
  #allowed: number;
  #pause: number;

  /** @param points the mixture begins with so many points. */
  constructor(points: number) {
    this.#points = points;
    this.#doubled = (YOUNG / 2) * points;
    this.#allowed = points + FIRST_PAUSE;
    this.#pause = FIRST_PAUSE;
  }

  /** Takes note of a mini-batch of so many points. */
  add(points: number): void {
    this.#points += points;
  }

  isDue(sharesAreOff: boolean): boolean {
    return this.#points >= this.#allowed && (sharesAreOff || this.#points >= 2 * this.#doubled);
  }

  /** A review has been. */
  done(hasChanged: boolean): void {
    if (this.#points >= 2 * this.#doubled) this.#doubled = this.#points;
    this.#pause = hasChanged ? FIRST_PAUSE : Math.min(LONGEST_PAUSE, 2 * this.#pause);
    this.#allowed = this.#points + this.#pause;
  }

  toState(): Float64Array {
    return Float64Array.of(this.#points, this.#doubled, this.#allowed, this.#pause);
  }

  static fromState(state: ArrayLike<number>): ReviewSchedule {
    const schedule = new ReviewSchedule(state[0]!);
    schedule.#doubled = state[1]!;
    schedule.#allowed = state[2]!;
    schedule.#pause = state[3]!;
    return schedule;
  }
}
