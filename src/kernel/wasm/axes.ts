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

/** Works axes of D × D matrices out, one after the other in the same scratch: it would be half of the time to make it. */
export class AxesOfFull {
  readonly #dimensions: number;
  readonly #direction: Float64Array;
  readonly #image: Float64Array;
  readonly #rest: Float64Array;
  #power: Float64Array;
  #next: Float64Array;

  constructor(dimensions: number) {
    const entries = dimensions * dimensions;
    this.#dimensions = dimensions;
    this.#direction = new Float64Array(dimensions);
    this.#image = new Float64Array(dimensions);
    this.#rest = new Float64Array(entries);
    this.#power = new Float64Array(entries);
    this.#next = new Float64Array(entries);
  }

  /**
   * The largest eigenvalue is at most ‖A^p‖_F^(1/p), p = 2^SQUARINGS, and the longest column of A^p nearly its vector u.
   * With a = uᵀAu, b = ‖Au − a·u‖ and C the rest across u, A is at most a + b along u and λ(C) + b across it: what
   * couples them, 2αβb, is at most b(α² + β²).
   *
   * @returns axes whose direction is overwritten by the next call.
   */
  of(matrix: Float64Array): Axes {
    const direction = this.#direction;
    const largest = this.#boundOf(matrix);
    enterLongestColumn(this.#power, this.#dimensions, direction);
    const { length, coupling } = this.#split(matrix);
    // The rest loses digits where the first eigenvalue is far larger than the others.
    const lost = 1e-12 * largest;
    const along = (length + coupling) * ROUNDED_UP + lost;
    const across = (this.#boundOf(this.#rest) + coupling) * ROUNDED_UP + lost;
    // Where nothing is gained, a sphere. Neither may be cut on its own: they hold together only.
    const isSphere = across >= largest;
    return { largest, direction, along: isSphere ? largest : along, across: isSphere ? largest : across };
  }

  /** a and b; leaves C in `#rest`. */
  #split(matrix: Float64Array): { readonly length: number; readonly coupling: number } {
    const D = this.#dimensions;
    const direction = this.#direction;
    const image = this.#image.fill(0);
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
    for (let i = 0; i < D; i++)
      for (let j = 0; j < D; j++) {
        const mixed = image[i]! * direction[j]! + direction[i]! * image[j]!;
        this.#rest[i * D + j] = matrix[i * D + j]! - mixed + length * direction[i]! * direction[j]!;
      }
    return { length, coupling: Math.sqrt(coupling) };
  }

  /** ‖A^p‖^(1/p); leaves (A/‖A‖)^p in `#power`, whose norm is at least D^(−p/2): no number of features underflows it. */
  #boundOf(matrix: Float64Array): number {
    const norm = frobenius(matrix);
    if (norm === 0) return 0;
    for (let e = 0; e < matrix.length; e++) this.#power[e] = matrix[e]! / norm;
    for (let squaring = 0; squaring < SQUARINGS; squaring++) {
      const power = this.#power;
      square(power, this.#dimensions, this.#next);
      this.#power = this.#next;
      this.#next = power;
    }
    let root = frobenius(this.#power);
    for (let squaring = 0; squaring < SQUARINGS; squaring++) root = Math.sqrt(root);
    return norm * root * ROUNDED_UP;
  }
}

function enterLongestColumn(matrix: Float64Array, D: number, out: Float64Array): void {
  let longest = 0;
  for (let j = 1; j < D; j++) if (matrix[j * D + j]! > matrix[longest * D + longest]!) longest = j;
  for (let j = 0; j < D; j++) out[j] = matrix[longest * D + j]!;
  const norm = frobenius(out);
  if (norm > 0) for (let j = 0; j < D; j++) out[j]! /= norm;
  else out.fill(0).fill(1, 0, 1);
}

function frobenius(matrix: Float64Array): number {
  let sum = 0;
  for (let e = 0; e < matrix.length; e++) sum += matrix[e]! * matrix[e]!;
  return Math.sqrt(sum);
}

function square(matrix: Float64Array, D: number, out: Float64Array): void {
  for (let i = 0; i < D; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let e = 0, a = i * D, b = j * D; e < D; e++, a++, b++) sum += matrix[a]! * matrix[b]!;
      out[i * D + j] = sum;
      out[j * D + i] = sum;
    }
}
