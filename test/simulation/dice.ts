import { Random } from "../../src/random/random.js";

/** Seeded choices; each concern of a simulation has dice of its own, so that one more throw here changes nothing there. */
export class Dice {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  chance(probability: number): boolean {
    return this.#random.uniform() < probability;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.#random.below(high - low + 1);
  }

  /** Uniform in [low, high). */
  within(low: number, high: number): number {
    return low + this.#random.uniform() * (high - low);
  }

  /** Mostly small, sometimes huge: from `low` to `high` with equal chances for every order of magnitude. */
  skewed(low: number, high: number): number {
    return low * 2 ** (this.#random.uniform() * Math.log2(high / low));
  }

  pick<T>(options: readonly T[]): T {
    return options[this.#random.below(options.length)]!;
  }
}
