import { AFTER_CONSTANTS, fillConstants } from "./constants";

// Where everything lies. The host lays it out once for a shape; pointers are byte addresses, all multiples of 64.

/** Points that are worked on together: their responsibilities and a component's deviations fit the nearest caches. */
export const BLOCK: i32 = 512;
/**
 * Numbers from one component's (or feature's) row of a block to the next, doubles and singles: a cache line more than the
 * block, since rows a power of two apart drive one another out of the cache.
 */
export const DOUBLES: i32 = BLOCK + 8;
export const SINGLES: i32 = BLOCK + 16;
/** Points that are solved side by side, two in a vector. */
export const TILE: i32 = 8;

/** Features; features rounded up to even, the length of a row; components. */
export let D: i32 = 0;
export let P: i32 = 0;
export let K: i32 = 0;
export let isFull: bool = false;

// In: a mixture.
/** K × P. */
export let means: usize = 0;
/** Full: K whitening matrices, row pair by row pair (see solve-full.ts). Diagonal: K × P reciprocal deviations. */
export let whitening: usize = 0;
/** Doubles of one component's whitening. */
export let whiteningSize: i32 = 0;
/** K logarithms of weight times normaliser. */
export let constant: usize = 0;
/** K weights, and the coefficients of the heavy tail (see depth.ts). */
export let mixtureWeights: usize = 0;
export let tailCoefficients: usize = 0;
/** What the log joint density may lie below the largest before a responsibility is 0. */
export let negligible: f64 = 0;

// In: a block of points.
/** As the host gives them, rows of D: same as `points` when D is even. */
export let raw: usize = 0;
/** BLOCK rows of P. */
export let points: usize = 0;
/** BLOCK weights. */
export let weights: usize = 0;

// Out.
/** BLOCK × K, row by row. */
export let responsibilities: usize = 0;
/** K × DOUBLES, the same by component. */
export let shares: usize = 0;
export let logDensity: usize = 0;
/** BLOCK × K squared distances. */
export let mahalanobis: usize = 0;
export let depth: usize = 0;

// In and out: sums about K × P centres.
export let about: usize = 0;
export let count: usize = 0;
export let first: usize = 0;
/** K × P × P (full) or K × P (diagonal). */
export let second: usize = 0;
let sumsEnd: usize = 0;

// Scratch.
/** P × TILE: points, features by rows. */
export let tile: usize = 0;
/** P × TILE: deviations from a mean. */
export let deviations: usize = 0;
/** TILE distances beyond which a point has no share. */
export let limits: usize = 0;
/** K × TILE each: squared distances, log joint densities and then shares. */
export let tileDistances: usize = 0;
export let tileShares: usize = 0;
/** TILE: what shares are to be multiplied by. */
export let tileScales: usize = 0;
/** A component's points: numbers within the block (u16), weighted responsibilities. */
export let list: usize = 0;
export let listShares: usize = 0;
/** BLOCK × P each: deviations d of listed points, and r·d. */
export let listed: usize = 0;
export let scaled: usize = 0;

// Screening, in single precision: see screen.ts.
/** P features' centres, and reciprocal scales. */
export let centre: usize = 0;
export let reciprocalScale: usize = 0;
/** Per component a and h, and K × D slopes g: the bound is a − h‖y‖² + g·y … */
export let boundConstant: usize = 0;
export let boundCurvature: usize = 0;
export let boundSlope: usize = 0;
/** The tighter ones, with e(u·y − o)² more: K × D directions u, and per component o and e. */
export let tightConstant: usize = 0;
export let tightCurvature: usize = 0;
export let tightSlope: usize = 0;
export let tightDirection: usize = 0;
export let tightOffset: usize = 0;
export let tightExcess: usize = 0;
/** P × SINGLES points about the centre, in their scales, features by rows; their squared norms. */
export let screened: usize = 0;
export let norms: usize = 0;
/** K × SINGLES bounds; a threshold and the likeliest component (i32) of each point. */
export let bounds: usize = 0;
export let thresholds: usize = 0;
/** The same in double precision, a little below what is exact. */
export let cuts: usize = 0;
export let guesses: usize = 0;

// Lists of pairs of a point and a component: a point with its guess, and the others that may have a share.
/** Where each component's list begins (i32, K + 1 of them). */
export let guessStarts: usize = 0;
export let otherStarts: usize = 0;
/** Where each component's list of others ends, once those without a share are gone. */
export let otherEnds: usize = 0;
/** Points (u16) and log joint densities, then shares. */
export let guessPoints: usize = 0;
export let guessShares: usize = 0;
export let otherPoints: usize = 0;
export let otherShares: usize = 0;
/** Of each point: the largest log joint density; the sum of its shares, then its reciprocal. */
export let largest: usize = 0;
export let sums: usize = 0;
/** For each byte the places of its bits, eight bytes. */
export let places: usize = 0;

// Factoring covariances: see factor.ts. K × D × D in, K packed triangles and K numbers out; scratch for two components.
export let covariances: usize = 0;
/** For estimating them from scatters (see estimate.ts): K effective counts, D entries of the prior's Λ, D floors; scratch. */
export let effectiveCounts: usize = 0;
export let spreads: usize = 0;
export let floors: usize = 0;
/** For merging sums into statistics (see fold.ts): K counts, K × D means. */
export let statisticCounts: usize = 0;
export let statisticMeans: usize = 0;
export let packed: usize = 0;
export let logDeterminants: usize = 0;
export let factors: usize = 0;
export let inverses: usize = 0;

let end: usize = 0;

function take(doubles: i32): usize {
  const at = end;
  end = (end + ((<usize>doubles) << 3) + 63) & ~63;
  return at;
}

/** Lays memory out for a shape, behind the constants; returns how many bytes are needed. */
export function layOut(dimensions: i32, components: i32, full: bool): usize {
  D = dimensions;
  P = (dimensions + 1) & ~1;
  K = components;
  isFull = full;
  end = AFTER_CONSTANTS;
  whiteningSize = full ? (P >> 1) * ((P >> 1) + 1) * 2 - (P >> 1) : P;
  means = take(K * P);
  whitening = take(K * whiteningSize);
  constant = take(K);
  mixtureWeights = take(K);
  tailCoefficients = take(P);
  points = take(BLOCK * P);
  raw = P == D ? points : take(BLOCK * D);
  weights = take(BLOCK);
  responsibilities = take(BLOCK * K + 2);
  shares = take(K * DOUBLES);
  logDensity = take(BLOCK);
  mahalanobis = take(BLOCK * K);
  depth = take(BLOCK);
  about = take(K * P);
  count = take(K + 1);
  first = take(K * P);
  second = take(full ? K * P * P : K * P);
  sumsEnd = end;
  tile = take(P * TILE);
  deviations = take(P * TILE);
  limits = take(TILE);
  tileDistances = take(K * TILE);
  tileShares = take(K * TILE);
  tileScales = take(TILE);
  list = take(BLOCK);
  listShares = take(BLOCK);
  listed = take(BLOCK * P);
  scaled = take(BLOCK * P);
  centre = take(P);
  reciprocalScale = take(P);
  boundConstant = take(K);
  boundCurvature = take(K);
  boundSlope = take(K * P);
  tightConstant = take(K);
  tightCurvature = take(K);
  tightSlope = take(K * P);
  tightDirection = take(K * P);
  tightOffset = take(K);
  tightExcess = take(K);
  screened = take(P * (SINGLES >> 1));
  norms = take(BLOCK >> 1);
  bounds = take(K * (SINGLES >> 1));
  thresholds = take(BLOCK >> 1);
  cuts = take(BLOCK);
  guesses = take(BLOCK >> 1);
  guessStarts = take(K + 1);
  otherStarts = take(K + 1);
  otherEnds = take(K);
  guessPoints = take(BLOCK);
  guessShares = take(BLOCK + TILE);
  otherPoints = take(((K * BLOCK) >> 2) + TILE);
  otherShares = take(K * BLOCK + TILE);
  largest = take(BLOCK);
  sums = take(BLOCK);
  places = take(256);
  if (!full) return end;
  covariances = take(K * D * D);
  statisticCounts = take(K);
  statisticMeans = take(K * D + 1);
  effectiveCounts = take(K);
  spreads = take(D);
  floors = take(2 * D);
  packed = take((K * D * (D + 1)) >> 1);
  logDeterminants = take(K);
  factors = take(2 * D * D);
  inverses = take(D * (D + 1));
  return end;
}

/** Fills what never changes; memory is there now. */
export function prepareTables(): void {
  fillConstants();
  for (let byte: i32 = 0; byte < 256; byte++) {
    let to = places + ((<usize>byte) << 3);
    for (let bit: i32 = 0; bit < 8; bit++) if (byte & (1 << bit)) store<u8>(to++, bit);
  }
}

export function setNegligible(nats: f64): void {
  negligible = nats;
}

/** Makes the sums those of no points. */
export function clearSums(): void {
  memory.fill(count, 0, sumsEnd - count);
}

/** Brings rows of D into rows of P, where they differ. */
export function pad(n: i32): void {
  if (P == D) return;
  const pairs = (<usize>(D >> 1)) << 4;
  let from = raw;
  let to = points;
  for (let i = 0; i < n; i++, from += 8, to += 16) {
    // In pairs: a row is too short for a copy of memory, which is a call.
    for (const end = from + pairs; from < end; from += 16, to += 16) v128.store(to, v128.load(from));
    v128.store(to, v128.load64_zero(from));
  }
}
