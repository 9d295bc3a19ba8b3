import { LARGEST_COORDINATE } from "../mixture/point-batch.js";
import { DecodeError } from "./decode-error.js";
import type { DecodedBatch } from "./decoded-batch.js";
import type { RawRecord } from "./decoder.js";
import type { PointId } from "./origins.js";
import type { PointLayout } from "./point-layout.js";
import type { MissingPolicy } from "./settings.js";

/** Collects what was found of one point, whatever the format, and appends the finished point to a batch. */
export class PointAssembler {
  /** The layout's numbers, in its order; NaN = not found. Whoever appends a point writes all of them. */
  readonly numbers: Float64Array;
  id: PointId = undefined;
  /** ms since 1970; NaN = not found. */
  timestamp = Number.NaN;
  /** Numbers may be missing, but for the weight. */
  readonly gaps: boolean;
  readonly #layout: PointLayout;

  constructor(layout: PointLayout, missing: MissingPolicy = "dead-letter") {
    this.#layout = layout;
    this.gaps = missing === "marginalise";
    this.numbers = new Float64Array(layout.numbers.length).fill(Number.NaN);
  }

  /** Whether one of the numbers may be missing. */
  mayLack(number: number): boolean {
    return this.gaps && number !== this.#layout.weightAt;
  }

  /** Forgets what a point may lack. */
  clear(): void {
    if (this.gaps) this.numbers.fill(Number.NaN);
    this.id = undefined;
    this.timestamp = Number.NaN;
  }

  /**
   * Appends the point; one without a time of its own has its record's.
   *
   * @param index its place in the message; −1 = the message is a single point.
   * @throws DecodeError when a number cannot be used; nothing is appended then.
   */
  append(record: RawRecord, index: number, into: DecodedBatch): void {
    into.reserve(1);
    const { features } = this.#layout;
    features.write(this.numbers, into.values, into.count * into.dimensions, index < 0 ? undefined : index, this.gaps);
    const timestamp = Number.isNaN(this.timestamp) ? record.timestamp : this.timestamp;
    into.append(record, index, timestamp, this.id, this.#weight(index));
  }

  #weight(index: number): number {
    const { weight: path, weightAt } = this.#layout;
    if (weightAt < 0) return 1;
    const weight = this.numbers[weightAt]!;
    if (weight >= 0 && weight <= LARGEST_COORDINATE) return weight;
    const code = Number.isNaN(weight) ? "missing-value" : "invalid-weight";
    const value = Number.isNaN(weight) ? undefined : weight;
    throw new DecodeError(code, "expected a weight, a number ≥ 0", {
      path,
      value,
      index: index < 0 ? undefined : index,
    });
  }
}
