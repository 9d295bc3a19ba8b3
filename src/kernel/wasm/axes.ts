/** More squarings make a bound tighter, by D^(1/2^n) at worst, and cost D³/2 each. */
const SQUARINGS = 4;

/** What rounding may add. */
const ROUNDED_UP = 1 + 1e-9;

/** What is known of the axes of a symmetric, positive semidefinite D × D matrix A without working them out. */
export interface Axes {
  /** At least the largest eigenvalue. */
  readonly largest: number;
  /** D numbers of length 1: nearly the eigenvector u of the largest eigenvalue. */
  readonly direction: Float64Array;
  /** A ⪯ along·uuᵀ + across·(I − uuᵀ), exactly, however near the direction is. */
  readonly along: number;
  readonly across: number;
}

/** Of a matrix that has nothing beside its diagonal. */
export function axesOfDiagonal(diagonal: Float64Array): Axes {
  let longest = 0;
  for (let j = 1; j < diagonal.length; j++) if (diagonal[j]! > diagonal[longest]!) longest = j;
  const direction = new Float64Array(diagonal.length).fill(1, longest, longest + 1);
  const largest = diagonal[longest]! * ROUNDED_UP;
  let across = 0;
  for (let j = 0; j < diagonal.length; j++) if (j !== longest) across = Math.max(across, diagonal[j]!);
  return { largest, direction, along: largest, across: across > 0 ? across * ROUNDED_UP : largest };
}

/**
 * The largest eigenvalue is at most ‖A^p‖_F^(1/p), p = 2^SQUARINGS, and the longest column of A^p nearly its vector u.
 * With a = uᵀAu, b = ‖Au − a·u‖ and C the rest across u, A is at most a + b along u and λ(C) + b across it: what
 * couples them, 2αβb, is at most b(α² + β²).
 */
export function axesOfFull(matrix: Float64Array, D: number): Axes {
  const { bound: largest, power } = squared(matrix, D);
  const direction = longestColumn(power, D);
  const image = new Float64Array(D);
  let length = 0;
  for (let i = 0; i < D; i++) {
    for (let j = 0; j < D; j++) image[i]! += matrix[i * D + j]! * direction[j]!;
    length += image[i]! * direction[i]!;
  }
  let coupling = 0;
  for (let i = 0; i < D; i++) {
    const across = image[i]! - length * direction[i]!;
    coupling += across * across;
  }
  coupling = Math.sqrt(coupling);
  const rest = new Float64Array(D * D);
  for (let i = 0; i < D; i++)
    for (let j = 0; j < D; j++) {
      const mixed = image[i]! * direction[j]! + direction[i]! * image[j]!;
      rest[i * D + j] = matrix[i * D + j]! - mixed + length * direction[i]! * direction[j]!;
    }
  // The rest loses digits where the first eigenvalue is far larger than the others.
  const lost = 1e-12 * largest;
  const along = (length + coupling) * ROUNDED_UP + lost;
  const across = (squared(rest, D).bound + coupling) * ROUNDED_UP + lost;
  // Where nothing is gained, a sphere. Neither may be cut on its own: they hold together only.
  const isSphere = across >= largest;
  return { largest, direction, along: isSphere ? largest : along, across: isSphere ? largest : across };
}

/** A^p over its norm, and the bound that follows from the norms that were taken out on the way. */
function squared(matrix: Float64Array, D: number): { readonly power: Float64Array; readonly bound: number } {
  let bound = 1;
  let power: Float64Array = matrix.slice();
  for (let squaring = 0; ; squaring++) {
    let norm = frobenius(power);
    if (norm === 0) return { power, bound: 0 };
    for (let e = 0; e < power.length; e++) power[e]! /= norm;
    for (let root = 0; root < squaring; root++) norm = Math.sqrt(norm);
    bound *= norm;
    if (squaring === SQUARINGS) return { power, bound: bound * ROUNDED_UP };
    power = square(power, D);
  }
}

function longestColumn(matrix: Float64Array, D: number): Float64Array {
  let longest = 0;
  for (let j = 1; j < D; j++) if (matrix[j * D + j]! > matrix[longest * D + longest]!) longest = j;
  const column = matrix.slice(longest * D, (longest + 1) * D);
  const norm = frobenius(column);
  return norm > 0 ? column.map((entry) => entry / norm) : new Float64Array(D).fill(1, 0, 1);
}

function frobenius(matrix: Float64Array): number {
  let sum = 0;
  for (const entry of matrix) sum += entry * entry;
  return Math.sqrt(sum);
}

function square(matrix: Float64Array, D: number): Float64Array {
  const out = new Float64Array(D * D);
  for (let i = 0; i < D; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let e = 0; e < D; e++) sum += matrix[i * D + e]! * matrix[j * D + e]!;
      out[i * D + j] = sum;
      out[j * D + i] = sum;
    }
  return out;
}
