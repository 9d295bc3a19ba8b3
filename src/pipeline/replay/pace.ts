/** When records are due, so that history passes at a multiple of its own speed. */
export class Pace {
  readonly #speed: number;
  #begin: { readonly now: number; readonly timestamp: number } | undefined;

  /** @param speed seconds of history a second; Infinity = as fast as possible. */
  constructor(speed: number) {
    this.#speed = speed;
  }

  /** ms until a record is due; the first record that is asked for is due at once. */
  wait(timestamp: number, now: number): number {
    if (this.#speed === Infinity) return 0;
    this.#begin ??= { now, timestamp };
    return Math.max(0, (timestamp - this.#begin.timestamp) / this.#speed - (now - this.#begin.now));
  }

  /** The latest timestamp that is due. */
  reached(now: number): number {
    if (this.#speed === Infinity || this.#begin === undefined) return Infinity;
    return this.#begin.timestamp + (now - this.#begin.now) * this.#speed;
  }
}
