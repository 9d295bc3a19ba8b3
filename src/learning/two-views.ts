import type { Kernel } from "../kernel/kernel.js";
import type { Mixture } from "../mixture/mixture.js";
import { emptyScores, type Scores } from "../mixture/scores.js";
import { withoutCorrelations } from "../mixture/without-correlations.js";

/**
 * A single component seen with its correlations and without them: of the two mass depths of a point the larger one
 * counts. Along directions in which correlated features hardly vary the first makes much of noise, among which a point
 * far out in one feature goes unnoticed; the second does not see a point that breaks a correlation. With more
 * components it is they that follow the shape of the data, and one view does.
 */
export class TwoViews {
  readonly #scores: Scores;
  #seen: { readonly mixture: Mixture; readonly independent: Mixture } | undefined;

  /** @param capacity how many points there may be. */
  constructor(capacity: number) {
    this.#scores = emptyScores(capacity, 1);
  }

  /** Whether a mixture has two views: one component, and correlations. */
  static has({ components, structure }: Pick<Mixture, "components" | "structure">): boolean {
    return components === 1 && structure === "full";
  }

  /** Raises the depths of the points `first` … `first + count`, rows of `points`, to those of the second view. */
  raise(
    mixture: Mixture,
    kernel: Kernel,
    points: Float64Array,
    first: number,
    count: number,
    depth: Float64Array,
  ): void {
    if (this.#seen?.mixture !== mixture) this.#seen = { mixture, independent: withoutCorrelations(mixture) };
    const other = this.#scores;
    this.#seen.independent.evaluator(kernel).expectation(points, first, count, other);
    for (let i = first; i < first + count; i++) if (other.depth[i]! > depth[i]!) depth[i] = other.depth[i]!;
  }
}
