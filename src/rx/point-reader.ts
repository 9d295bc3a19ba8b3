import { LARGEST_COORDINATE } from "../mixture/point-batch.js";

/** How an operator makes points of a caller's values. */
export interface PointOptions<T> {
  /**
   * The D features of a value; NaN = missing. The first value fixes D.
   *
   * @param index 0-based position of the value in the stream that the operator was subscribed to.
   */
  readonly features: (value: T, index: number) => ArrayLike<number>;
  /** How much a value counts, ≥ 0; default 1. */
  readonly weight?: (value: T, index: number) => number;
}

/** Reads point after point, checked: errors name the value by its index, as no later check could. */
export class PointReader<T> {
  readonly #options: PointOptions<T>;
  #dimensions: number | undefined;
  #index = -1;

  /** @param dimensions D, where it is known before the first value. */
  constructor(options: PointOptions<T>, dimensions?: number) {
    this.#options = options;
    this.#dimensions = dimensions;
  }

  /**
   * Features of the next value.
   *
   * @param dimensions D, where it is not that of the value before.
   * @throws RangeError on a wrong number of features or one that is infinite or beyond {@link LARGEST_COORDINATE};
   *   TypeError on one that is no number.
   */
  features(value: T, dimensions = this.#dimensions): ArrayLike<number> {
    const index = ++this.#index;
    const features = this.#options.features(value, index);
    this.#dimensions = dimensions ?? features.length;
    this.#checkLength(features.length);
    for (let j = 0; j < features.length; j++) {
      // NaN compares false: a missing coordinate passes.
      if (typeof features[j] !== "number" || Math.abs(features[j]!) > LARGEST_COORDINATE) refuse(features[j], j, index);
    }
    return features;
  }

  /** Weight of the value read last. @throws RangeError when it is negative, infinite or not a number. */
  weight(value: T): number {
    const weight = this.#options.weight?.(value, this.#index) ?? 1;
    if (!(weight >= 0 && weight <= LARGEST_COORDINATE))
      throw new RangeError(`the weight of value ${this.#index} is ${weight}: weights are finite and ≥ 0`);
    return weight;
  }

  #checkLength(length: number): void {
    if (length === 0) throw new RangeError(`value ${this.#index} has no features: a point needs at least one`);
    if (length !== this.#dimensions)
      throw new RangeError(`value ${this.#index} has ${length} features, expected ${this.#dimensions}`);
  }
}

function refuse(feature: unknown, j: number, index: number): never {
  if (typeof feature !== "number")
    throw new TypeError(`feature ${j} of value ${index} is ${String(feature)}: features are numbers (NaN = missing)`);
  throw new RangeError(
    `feature ${j} of value ${index} is ${feature}: ` +
      `features must be finite and at most ${LARGEST_COORDINATE} in magnitude (NaN = missing)`,
  );
}
