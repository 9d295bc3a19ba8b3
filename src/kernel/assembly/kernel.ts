import { accumulateBlock, spreadShares } from "./accumulate";
import { expectDensely } from "./expectation";
import { K, P, pad, points } from "./memory";
import { accumulateSparsely, expectSparsely } from "./prune";

export { estimate } from "./estimate";
export { factor } from "./factor";
export { fold } from "./fold";
export {
  about,
  boundConstant,
  boundCurvature,
  boundSlope,
  centre,
  clearSums,
  constant,
  count,
  covariances,
  depth,
  effectiveCounts,
  first,
  floors,
  layOut,
  logDensity,
  logDeterminants,
  mahalanobis,
  means,
  mixtureWeights,
  packed,
  prepareTables,
  raw,
  reciprocalScale,
  responsibilities,
  second,
  setNegligible,
  spreads,
  statisticCounts,
  statisticMeans,
  tailCoefficients,
  tightConstant,
  tightCurvature,
  tightDirection,
  tightExcess,
  tightOffset,
  tightSlope,
  weights,
  whitening,
} from "./memory";

/** More pairs than this share of all, and screening costs more than it saves. */
const WORTH_WHILE: f32 = 0.4;
/** Blocks until screening is tried again. */
const PROBE_EVERY: i32 = 32;

/** More pairs a point than this, and tighter bounds pay. */
const MANY: i32 = 3;

let isPruning: bool = false;
let isTight: bool = false;
let wasSparse: bool = false;
let denseBlocks: i32 = 0;

/** Whether bounds are loaded and may be used; begins anew with screening. */
export function setPruning(on: bool): void {
  isPruning = on;
  isTight = false;
  denseBlocks = 0;
}

/** E-step of the n points in the block: with distances or depths, of every component. */
export function expectation(n: i32, distances: bool, depths: bool): void {
  pad(n);
  wasSparse = isPruning && !distances && !depths && denseBlocks == 0;
  if (!wasSparse) {
    denseBlocks = max(0, denseBlocks - 1);
    expectDensely(n, distances, depths);
    return;
  }
  const pairs = expectSparsely(n, isTight);
  if (isTight && <f32>pairs > WORTH_WHILE * <f32>(n * K)) denseBlocks = PROBE_EVERY - 1;
  if (pairs > MANY * n) isTight = true;
}

/** Adds the n points of the block to the sums, with the responsibilities that stand beside them. */
export function accumulate(n: i32, weighted: bool): void {
  spreadShares(n);
  accumulateBlock(n, weighted);
}

/** The same right after the E-step of these points. */
export function accumulateExpected(n: i32, weighted: bool): void {
  if (wasSparse) accumulateSparsely(weighted);
  else accumulateBlock(n, weighted);
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
