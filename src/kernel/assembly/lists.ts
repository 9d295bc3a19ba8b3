import {
  bounds,
  guesses,
  guessPoints,
  guessStarts,
  K,
  otherPoints,
  otherStarts,
  places,
  SINGLES,
  thresholds,
} from "./memory";

// Lists of pairs of a point and a component, component by component: see memory.ts.

// @ts-ignore: decorator
@inline
export function start(starts: usize, k: i32): i32 {
  return i32.load(starts + ((<usize>k) << 2));
}

// @ts-ignore: decorator
@inline
export function pointAt(list: usize, i: i32): usize {
  return <usize>load<u16>(list + ((<usize>i) << 1));
}

/** Sorts points by their guess, in ascending order. */
export function binGuesses(n: i32): void {
  memory.fill(guessStarts, 0, (<usize>(K + 1)) << 2);
  for (let i: i32 = 0; i < n; i++) {
    const at = guessStarts + ((<usize>i32.load(guesses + ((<usize>i) << 2))) << 2);
    i32.store(at, i32.load(at) + 1);
  }
  let end: i32 = 0;
  for (let k: i32 = 0; k <= K; k++) {
    const at = guessStarts + ((<usize>k) << 2);
    const count = i32.load(at);
    i32.store(at, end);
    end += count;
  }
  for (let i: i32 = 0; i < n; i++) {
    const at = guessStarts + ((<usize>i32.load(guesses + ((<usize>i) << 2))) << 2);
    const to = i32.load(at);
    store<u16>(guessPoints + ((<usize>to) << 1), <u16>i);
    i32.store(at, to + 1);
  }
  // Each now stands where the next begins.
  for (let k = K; k > 0; k--) i32.store(guessStarts + ((<usize>k) << 2), start(guessStarts, k - 1));
  i32.store(guessStarts, 0);
}

/** Lists, component by component, the points whose bound reaches the threshold and whose guess is another. */
export function listOthers(n: i32): void {
  const row: usize = (<usize>SINGLES) << 2;
  let count: i32 = 0;
  let bound = bounds;
  for (let k: i32 = 0; k < K; k++, bound += row) {
    i32.store(otherStarts + ((<usize>k) << 2), count);
    const here = i32x4.splat(k);
    for (let i: i32 = 0; i < n; i += 8) {
      const at = (<usize>i) << 2;
      let bits = reaches(bound + at, at, here) | (reaches(bound + at + 16, at + 16, here) << 4);
      if (n - i < 8) bits &= (1 << (n - i)) - 1;
      const found = i16x8.add(v128.load_ext<u8>(places + ((<usize>bits) << 3)), i16x8.splat(<i16>i));
      v128.store(otherPoints + ((<usize>count) << 1), found);
      count += popcnt(bits);
    }
  }
  i32.store(otherStarts + ((<usize>K) << 2), count);
}

/** Four bits. A bound that is no number belongs to a point that may not be judged. */
// @ts-ignore: decorator
@inline
function reaches(bound: usize, at: usize, here: v128): i32 {
  const isBelow = f32x4.lt(v128.load(bound), v128.load(thresholds + at));
  const isGuess = i32x4.eq(v128.load(guesses + at), here);
  return i32x4.bitmask(v128.not(v128.or(isBelow, isGuess)));
}
