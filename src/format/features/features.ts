import { LARGEST_COORDINATE } from "../../mixture/point-batch.js";
import { DecodeError } from "../decode-error.js";
import { type Coordinate, coordinatesOf } from "./coordinate.js";
import { type FeatureInput, type FeatureSpec, featureSpec, isPlain } from "./feature-spec.js";

/**
 * Features ready for use: which numbers to look for in an event, and how coordinates come from them.
 *
 * Only functions of our own are used, so that the same event gives the same coordinates, bit for bit, everywhere.
 *
 * @example
 * const features = new Features(["eruptions", { path: "waiting", transform: "log1p" }]);
 * features.names; // ["eruptions", "log1p(waiting)"]
 */
export class Features {
  readonly specs: readonly FeatureSpec[];
  /** Paths of the numbers to look for, each once. */
  readonly inputs: readonly string[];
  /** Every feature is the number at its path, unchanged. */
  readonly plain: boolean;
  /** For the learner: in which units spherical covariances are spheres. */
  readonly scale: "none" | "deviation";
  /** Says what the coordinates are: state that was learned from others is not to be continued. */
  readonly fingerprint: string;
  readonly #coordinates: readonly Coordinate[];
  readonly #sources: Int32Array;

  /** @throws RangeError when there is none, one is listed twice, or some but not all ask for the scale `deviation`. */
  constructor(features: readonly FeatureInput[]) {
    if (features.length === 0) throw new RangeError("no features: at least one is needed");
    this.specs = features.map(featureSpec);
    this.inputs = [...new Set(this.specs.map((spec) => spec.path))];
    this.plain = this.specs.every(isPlain);
    this.scale = commonScale(this.specs);
    this.fingerprint = `features/1 [${distinct(this.specs.map(specText)).join(",")}]`;
    this.#coordinates = this.specs.flatMap(coordinatesOf);
    this.#sources = Int32Array.from(this.#coordinates, ({ path }) => this.inputs.indexOf(path));
  }

  /** Number of coordinates D; a cyclic feature has two. */
  get dimensions(): number {
    return this.#coordinates.length;
  }

  /** D names of the coordinates. */
  get names(): readonly string[] {
    return this.#coordinates.map(({ name }) => name);
  }

  /**
   * Computes a point's coordinates.
   *
   * @param found the numbers at `inputs`, in their order; NaN = missing.
   * @param into takes D coordinates from `at` on.
   * @param index the point's place in its message, for the error; absent when it is alone.
   * @param gaps a missing number makes its coordinates NaN; else it is an error.
   * @throws DecodeError when a number is missing, infinite, too large or outside a transform's domain.
   */
  write(found: Float64Array, into: Float64Array, at: number, index?: number, gaps = false): void {
    if (this.plain && copied(found, into, at, this.inputs.length)) return;
    const sources = this.#sources;
    for (let j = 0; j < sources.length; j++) {
      const value = found[sources[j]!]!;
      if (gaps && Number.isNaN(value)) {
        into[at + j] = Number.NaN; // not the value itself: NaNs have bits of their own, which would reach the state
        continue;
      }
      const coordinate = this.#coordinates[j]!;
      if (!(Math.abs(value) <= LARGEST_COORDINATE)) throw unusableNumber(value, coordinate.path, index);
      const transformed = coordinate.transform === undefined ? value : coordinate.transform(value);
      if (!Number.isFinite(transformed))
        throw new DecodeError("outside-domain", coordinate.domain, { path: coordinate.path, value, index });
      const scaled = transformed / coordinate.divisor;
      if (!(Math.abs(scaled) <= LARGEST_COORDINATE)) throw unusableNumber(scaled, coordinate.name, index);
      into[at + j] = scaled;
    }
  }
}

/** Copies numbers; false = one of them cannot be used. */
function copied(found: Float64Array, into: Float64Array, at: number, count: number): boolean {
  const most = LARGEST_COORDINATE;
  for (let j = 0; j < count; j++) {
    const value = found[j]!;
    if (!(Math.abs(value) <= most)) return false;
    into[at + j] = value;
  }
  return true;
}

/** The error for a number that is no coordinate: missing, infinite or too large. */
export function unusableNumber(value: number, path: string, index: number | undefined): DecodeError {
  if (Number.isNaN(value)) return new DecodeError("missing-value", "a number is missing", { path, index });
  if (!Number.isFinite(value)) return new DecodeError("not-finite", "expected a finite number", { path, value, index });
  return new DecodeError("out-of-range", `expected at most ${LARGEST_COORDINATE} in magnitude`, { path, value, index });
}

function commonScale(specs: readonly FeatureSpec[]): "none" | "deviation" {
  const asking = specs.find(({ scale }) => scale === "deviation");
  const declining = specs.find(({ scale }) => scale === "none");
  if (asking === undefined) return "none";
  if (declining === undefined) return "deviation";
  throw new RangeError(
    `feature ${asking.path} asks for scale: deviation, feature ${declining.path} does not: ` +
      "give it to all features, or give numbers",
  );
}

function specText(spec: FeatureSpec): string {
  return JSON.stringify(isPlain(spec) ? spec.path : [spec.path, spec.transform, spec.scale]);
}

function distinct(texts: readonly string[]): readonly string[] {
  const twice = texts.find((text, i) => texts.indexOf(text) < i);
  if (twice !== undefined) throw new RangeError(`feature ${twice} is listed twice`);
  return texts;
}
