import { accumulateDiagonal } from "./accumulate-diagonal";
import { accumulateFull } from "./accumulate-full";
import { accumulatePlane } from "./accumulate-plane";
import { isFull, K, list, listShares, P, responsibilities, weights } from "./memory";

/**
 * Adds points `from` … `to` of the block to the sums, in ascending order. A component gets a list of the points that
 * have a share in it, so what has none costs nothing and adds nothing.
 */
export function accumulate(from: i32, to: i32, weighted: bool): void {
  if (isFull && P == 2) {
    accumulatePlane(from, to, weighted);
    return;
  }
  for (let k: i32 = 0; k < K; k++) {
    const n = weighted ? gatherWeighted(k, from, to) : gather(k, from, to);
    if (n == 0) continue;
    if (isFull) accumulateFull(k, n);
    else accumulateDiagonal(k, n);
  }
}

function gather(k: i32, from: i32, to: i32): i32 {
  const bytes = (<usize>K) << 3;
  let r = responsibilities + (<usize>from) * bytes + ((<usize>k) << 3);
  let n: i32 = 0;
  for (let i = from; i < to; i++, r += bytes) {
    const share = f64.load(r);
    i32.store(list + ((<usize>n) << 2), i);
    f64.store(listShares + ((<usize>n) << 3), share);
    n += i32(share != 0);
  }
  return n;
}

function gatherWeighted(k: i32, from: i32, to: i32): i32 {
  const bytes = (<usize>K) << 3;
  let r = responsibilities + (<usize>from) * bytes + ((<usize>k) << 3);
  let n: i32 = 0;
  for (let i = from; i < to; i++, r += bytes) {
    const share = f64.load(r) * f64.load(weights + ((<usize>i) << 3));
    i32.store(list + ((<usize>n) << 2), i);
    f64.store(listShares + ((<usize>n) << 3), share);
    n += i32(share != 0);
  }
  return n;
}
