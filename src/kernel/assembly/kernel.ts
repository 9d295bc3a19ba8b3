import { accumulate as accumulateBlock } from "./accumulate";
import { expectDensely } from "./expectation";
import { P, pad, points } from "./memory";

export {
  about,
  count,
  first,
  layOut,
  logDensity,
  mahalanobis,
  means,
  constant,
  raw,
  responsibilities,
  second,
  setNegligible,
  weights,
  whitening,
} from "./memory";

/** E-step of the n points in the block. */
export function expectation(n: i32, distances: bool): void {
  pad(n);
  expectDensely(n, distances);
}

/** Adds the n points of the block to the sums, with the responsibilities that stand beside them. */
export function accumulate(n: i32, weighted: bool): void {
  accumulateBlock(0, n, weighted);
}

/** Brings n points into the block's rows; false where a coordinate is missing. */
export function enter(n: i32): bool {
  pad(n);
  const end = points + ((<usize>(n * P)) << 3);
  let sum = f64x2.splat(0);
  // Zero times a finite number is zero, times NaN it is NaN.
  for (let at = points; at < end; at += 16) sum = f64x2.add(sum, f64x2.mul(v128.load(at), f64x2.splat(0)));
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1) == 0;
}
