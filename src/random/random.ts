import { log } from "../kernel/functions/log.js";

const TWO_26 = 67108864;
const TWO_32 = 4294967296;
const TWO_53 = 9007199254740992;

/**
 * Seeded random numbers, the same on every machine: sfc32 (Chris Doty-Humphrey's Small Fast Counting generator, from
 * PractRand), 128 bits of state, period at least 2^32 and about 2^127 on average.
 *
 * The state leaves and enters as plain numbers, so that a restored generator continues as if never stopped.
 *
 * @example
 * const random = new Random(1);
 * random.uniform(); // the same number in [0, 1) every time
 * const restored = Random.fromState(random.toState());
 */
export class Random {
  readonly #state: Uint32Array;
  /** The polar method makes normal deviates in pairs: the second one waits here; NaN = none. */
  readonly #spare = Float64Array.of(Number.NaN);

  /**
   * @param seed any finite number; different numbers give unrelated sequences (0 and −0 are the same number).
   * @throws RangeError when the seed is not finite.
   */
  constructor(seed: number) {
    if (!Number.isFinite(seed)) throw new RangeError(`a seed must be a finite number; got ${seed}`);
    this.#state = seeded(wordsOf(seed));
  }

  /**
   * A generator that continues where {@link toState} was called.
   *
   * @throws RangeError when the numbers are not a state.
   */
  static fromState(state: ArrayLike<number>): Random {
    const random = new Random(0);
    const isWord = (i: number) => Number.isInteger(state[i]) && state[i]! >= 0 && state[i]! < TWO_32;
    if (
      state.length !== 6 ||
      ![0, 1, 2, 3].every(isWord) ||
      !Number.isFinite(state[5]) ||
      state[4]! * (state[4]! - 1) !== 0
    )
      throw new RangeError(`[${Array.from(state).join(", ")}] is not the state of a random generator`);
    for (let i = 0; i < 4; i++) random.#state[i] = state[i]!;
    if (state[4] === 1) random.#spare[0] = state[5]!;
    return random;
  }

  /** Six finite numbers: four words of 32 bits, whether a normal deviate is waiting (0 or 1), and that deviate. */
  toState(): number[] {
    const spare = this.#spare[0]!;
    return Number.isNaN(spare) ? [...this.#state, 0, 0] : [...this.#state, 1, spare];
  }

  /** Uniform in [0, 1): all multiples of 2^-53. */
  uniform(): number {
    const high = advance(this.#state) >>> 5;
    return (high * TWO_26 + (advance(this.#state) >>> 6)) / TWO_53;
  }

  /**
   * Uniform among the whole numbers 0 … n − 1, without bias.
   *
   * @throws RangeError unless n is a whole number from 1 to 2^53.
   */
  below(n: number): number {
    if (!(Number.isInteger(n) && n >= 1 && n <= TWO_53))
      throw new RangeError(`a random number is drawn below a whole number from 1 to 2^53; got ${n}`);
    if (n > TWO_32) return this.#belowWide(n);
    // Rejects the incomplete last run of n values.
    const limit = TWO_32 - (TWO_32 % n);
    for (;;) {
      const word = advance(this.#state);
      if (word < limit) return word % n;
    }
  }

  /** Standard normal deviate: Marsaglia & Bray's polar method (1964). */
  normal(): number {
    const spare = this.#spare[0]!;
    if (!Number.isNaN(spare)) {
      this.#spare[0] = Number.NaN;
      return spare;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * log(s)) / s);
      this.#spare[0] = v * factor;
      return u * factor;
    }
  }

  /**
   * An index drawn in proportion to its weight; an index of weight 0 is never drawn.
   *
   * @param weights n weights ≥ 0.
   * @param total their sum, which callers mostly have at hand; its rounding does no harm.
   * @throws RangeError when the total is not a positive finite number.
   */
  weighted(weights: Float64Array, total: number): number {
    if (!(total > 0 && total < Number.POSITIVE_INFINITY))
      throw new RangeError(`weights to draw by must have a positive finite sum; got ${total}`);
    const target = this.uniform() * total;
    let sum = 0;
    let last = 0;
    for (let i = 0; i < weights.length; i++) {
      if (weights[i]! <= 0) continue;
      sum += weights[i]!;
      if (target < sum) return i;
      last = i;
    }
    return last;
  }

  /**
   * An independent generator that depends on this one's present state and the label, and leaves this one untouched:
   * the same label gives the same substream until this generator is used again.
   */
  fork(label: number | string): Random {
    const words =
      typeof label === "number" ? [0, ...wordsOf(label)] : [1, ...Array.from(label, (c) => c.codePointAt(0)!)];
    const forked = new Random(0);
    forked.#state.set(seeded([...this.#state, ...words]));
    return forked;
  }

  #belowWide(n: number): number {
    const limit = TWO_53 - (TWO_53 % n);
    for (;;) {
      const wide = this.uniform() * TWO_53;
      if (wide < limit) return wide % n;
    }
  }
}

/** One step of sfc32: 32 random bits. */
function advance(state: Uint32Array): number {
  const b = state[1]!;
  const c = state[2]!;
  const sum = (state[0]! + b + state[3]!) | 0;
  state[3]!++;
  state[0] = b ^ (b >>> 9);
  state[1] = c + (c << 3);
  state[2] = ((c << 21) | (c >>> 11)) + sum;
  return sum >>> 0;
}

/** The state that follows from any number of words: three lanes of hashing, then twelve rounds as in PractRand. */
function seeded(words: readonly number[]): Uint32Array {
  const lanes = [0x9e3779b9, 0x243f6a88, 0xb7e15162].map((lane) =>
    words.reduce((hash, word) => mix(Math.imul(hash, 0x9e3779b1) + word + lane), lane),
  );
  const state = Uint32Array.of(...lanes, 1);
  for (let round = 0; round < 12; round++) advance(state);
  return state;
}

/** The finaliser of splitmix32 (constants by Chris Wellons): every bit depends on every bit, and none is lost. */
function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/** The two halves of a double. */
function wordsOf(x: number): [number, number] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x + 0);
  return [view.getUint32(0), view.getUint32(4)];
}
