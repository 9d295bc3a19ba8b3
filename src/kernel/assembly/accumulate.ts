import { accumulateDiagonal } from "./accumulate-diagonal";
import { accumulateFull } from "./accumulate-full";
import { accumulatePlane } from "./accumulate-plane";
import { DOUBLES, isFull, K, list, listShares, P, places, responsibilities, shares, weights } from "./memory";

/**
 * Adds the n points of the block to the sums, in ascending order, with the shares that stand by component. A component
 * gets a list of the points that have a share in it, so what has none costs nothing and adds nothing.
 */
export function accumulateBlock(n: i32, weighted: bool): void {
  if (isFull && P == 2) {
    accumulatePlane(n, weighted);
    return;
  }
  for (let k: i32 = 0; k < K; k++) {
    const column = shares + ((<usize>(k * DOUBLES)) << 3);
    const count = weighted ? gather(column, n, true) : gather(column, n, false);
    if (count == 0) continue;
    if (isFull) accumulateFull(k, count, list, listShares);
    else accumulateDiagonal(k, count, list, listShares);
  }
}

/** Brings responsibilities that the host gave, rows of K, into columns. */
export function spreadShares(n: i32): void {
  const bytes = (<usize>K) << 3;
  for (let k: i32 = 0; k < K; k++) {
    let from = responsibilities + ((<usize>k) << 3);
    const to = shares + ((<usize>(k * DOUBLES)) << 3);
    for (let i: i32 = 0; i < n; i++, from += bytes) f64.store(to + ((<usize>i) << 3), f64.load(from));
  }
}

/** Lists the points that have a share in a component, eight at a time; returns how many there are. */
// @ts-ignore: decorator
@inline
function gather(column: usize, n: i32, weighted: bool): i32 {
  let count: i32 = 0;
  let i: i32 = 0;
  for (; i + 8 <= n; i += 8) {
    const at = (<usize>i) << 3;
    const a = shareOfTwo(column + at, at, weighted);
    const b = shareOfTwo(column + at + 16, at + 16, weighted);
    const c = shareOfTwo(column + at + 32, at + 32, weighted);
    const d = shareOfTwo(column + at + 48, at + 48, weighted);
    let some = bitsOf(a) | (bitsOf(b) << 2) | (bitsOf(c) << 4) | (bitsOf(d) << 6);
    if (some == 0) continue;
    const places8 = i16x8.extend_low_i8x16_u(v128.load64_zero(places + ((<usize>some) << 3)));
    v128.store(list + ((<usize>count) << 1), i16x8.add(places8, i16x8.splat(<i16>i)));
    let to = listShares + ((<usize>count) << 3);
    if (some == 255) {
      v128.store(to, a);
      v128.store(to, b, 16);
      v128.store(to, c, 32);
      v128.store(to, d, 48);
      count += 8;
      continue;
    }
    count += popcnt(some);
    for (; some != 0; some &= some - 1, to += 8) f64.store(to, shareOf(column, i + ctz(some), weighted));
  }
  for (; i < n; i++) {
    const share = shareOf(column, i, weighted);
    store<u16>(list + ((<usize>count) << 1), <u16>i);
    f64.store(listShares + ((<usize>count) << 3), share);
    count += i32(share != 0);
  }
  return count;
}

// @ts-ignore: decorator
@inline
function bitsOf(shares: v128): i32 {
  return i64x2.bitmask(f64x2.ne(shares, f64x2.splat(0)));
}

// @ts-ignore: decorator
@inline
function shareOfTwo(at: usize, offset: usize, weighted: bool): v128 {
  return weighted ? f64x2.mul(v128.load(at), v128.load(weights + offset)) : v128.load(at);
}

// @ts-ignore: decorator
@inline
function shareOf(column: usize, i: i32, weighted: bool): f64 {
  const at = (<usize>i) << 3;
  return weighted ? f64.load(column + at) * f64.load(weights + at) : f64.load(column + at);
}
