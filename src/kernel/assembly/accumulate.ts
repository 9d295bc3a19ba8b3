import { accumulateDiagonal } from "./accumulate-diagonal";
import { accumulateFull } from "./accumulate-full";
import { accumulatePlane } from "./accumulate-plane";
import { BLOCK, isFull, K, list, listShares, P, responsibilities, shares, weights } from "./memory";

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
    const column = shares + ((<usize>(k * BLOCK)) << 3);
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
    const to = shares + ((<usize>(k * BLOCK)) << 3);
    for (let i: i32 = 0; i < n; i++, from += bytes) f64.store(to + ((<usize>i) << 3), f64.load(from));
  }
}

// @ts-ignore: decorator
@inline
function gather(column: usize, n: i32, weighted: bool): i32 {
  let count: i32 = 0;
  for (let i: i32 = 0; i < n; i++) {
    let share = f64.load(column + ((<usize>i) << 3));
    if (weighted) share *= f64.load(weights + ((<usize>i) << 3));
    store<u16>(list + ((<usize>count) << 1), <u16>i);
    f64.store(listShares + ((<usize>count) << 3), share);
    count += i32(share != 0);
  }
  return count;
}
