import { MANY } from "./outlying.js";

/** Mini-batches over which the share is averaged: about 2/λ − 1 of them count. */
const LAMBDA = 0.1;

/**
 * The share of recent points that were set aside. When they are many the stream has changed, which detectors of a rise
 * may not see: not right after a warm-up, whose scores they have not seen.
 */
export class OutlyingShare {
  #share: number;
  #isArmed: boolean;

  constructor(share = 0, isArmed = true) {
    this.#share = share;
    this.#isArmed = isArmed;
  }

  get share(): number {
    return this.#share;
  }

  /** Points that are so many are to be learned like all others. */
  get areMany(): boolean {
    return this.#share > MANY;
  }

  /** Takes a mini-batch; true when points set aside have become many: once, until they are few again. */
  add(aside: number, points: number): boolean {
    if (points > 0) this.#share += LAMBDA * (aside / points - this.#share);
    if (!this.areMany) this.#isArmed = true;
    const isNew = this.areMany && this.#isArmed;
    if (isNew) this.#isArmed = false;
    return isNew;
  }

  toState(): Float64Array {
    return Float64Array.of(this.#share, Number(this.#isArmed));
  }

  static fromState(state: ArrayLike<number>): OutlyingShare {
    return new OutlyingShare(state[0]!, state[1] === 1);
  }
}
