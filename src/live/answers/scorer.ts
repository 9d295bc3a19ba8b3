import { Explainer } from "../../anomaly/explain.js";
import { type Reasons, reasonsOf } from "../../anomaly/reasons.js";
import { DecodeError } from "../../format/decode-error.js";
import type { Features } from "../../format/features/features.js";
import { mixtureOf } from "../../format/mixture-of.js";
import type { Snapshot } from "../../format/records.js";
import type { Mixture } from "../../mixture/mixture.js";
import { responsibilitiesOf } from "../../mixture/responsibilities-of.js";

/** A point as it is sent: numbers in the order of the features' paths, or by path; null = missing. */
export type RawPoint = readonly (number | null)[] | Readonly<Record<string, number | null>>;

/** A soft label that was asked for. */
export interface AskedLabel {
  readonly component: number;
  readonly responsibilities: Record<string, number>;
  readonly logDensity: number;
  readonly anomaly: { readonly score: number } & Reasons;
}

/** Labels points under one published mixture. */
export class Scorer {
  readonly version: number;
  readonly #mixture: Mixture;
  readonly #explainer: Explainer;
  readonly #features: Features;

  constructor(snapshot: Snapshot, features: Features) {
    this.version = snapshot.version;
    this.#mixture = mixtureOf(snapshot).mixture;
    this.#explainer = new Explainer(this.#mixture);
    this.#features = features;
  }

  /**
   * @throws the errors that `refused` makes of an index and a reason, when a point cannot be used.
   */
  label(points: readonly RawPoint[], refused: (index: number, reason: string) => Error): AskedLabel[] {
    const { components: K, dimensions, ids } = this.#mixture;
    const values = new Float64Array(points.length * dimensions);
    points.forEach((point, i) => this.#write(point, i, values, refused));
    const scores = this.#mixture.score({ count: points.length, dimensions, values });
    return points.map((_, i) => ({
      component: scores.component[i]!,
      responsibilities: responsibilitiesOf(scores.responsibilities, i * K, ids),
      logDensity: scores.logDensity[i]!,
      anomaly: { score: scores.anomalyScore[i]!, ...this.explain(values, i * dimensions) },
    }));
  }

  /** @param values coordinates of the point, D from `at` on. */
  explain(values: Float64Array, at: number): Reasons {
    return reasonsOf(this.#explainer.explain(values, at), this.#features.names);
  }

  #write(point: RawPoint, i: number, values: Float64Array, refused: (index: number, reason: string) => Error): void {
    const { dimensions, inputs } = this.#features;
    const numbers = Array.isArray(point) ? point : inputs.map((path) => (point as Record<string, number | null>)[path]);
    if (numbers.length !== inputs.length)
      throw refused(i, `${numbers.length} numbers, but there are ${inputs.length}: ${inputs.join(", ")}`);
    const unknown = Array.isArray(point) ? undefined : Object.keys(point).find((path) => !inputs.includes(path));
    if (unknown !== undefined)
      throw refused(i, `no feature is at ${JSON.stringify(unknown)}; there are ${inputs.join(", ")}`);
    const found = Float64Array.from(numbers, (value: number | null | undefined) => value ?? Number.NaN);
    try {
      this.#features.write(found, values, i * dimensions, undefined, true);
    } catch (error) {
      throw error instanceof DecodeError ? refused(i, error.message) : error;
    }
  }
}
