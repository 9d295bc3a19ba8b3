import { endWith, map, merge, type Observable, type OperatorFunction, takeWhile } from "rxjs";
import { checkWhole } from "../em/fit-options.js";
import { atOnce, inOrder, type Slices, type Stage } from "./in-order.js";
import { type KnownMixture, provenanceOf } from "./known-mixture.js";
import { checkMinimum } from "./label-of.js";
import type { Labelled } from "./labelled.js";
import { type PointOptions, PointReader } from "./point-reader.js";
import { ValueScorer } from "./value-scorer.js";

/** Options of {@link scoreWith}; only `features` has no default. */
export interface ScoreWithOptions<T> extends Pick<PointOptions<T>, "features"> {
  /** Values that may wait for the first mixture; default 10,000. */
  readonly buffer?: number;
  /** Responsibilities below it are left out of labels; default .001. */
  readonly minimum?: number;
}

/**
 * Labels every value by the newest of mixtures that are learned elsewhere, learning nothing.
 *
 * One output per input, in order. Values that arrive before the first mixture wait for it, at most `buffer` of them;
 * a new mixture takes over between two values. The label names the version that came with the mixture, or, for bare
 * mixtures, how many came before it. When the source completes, the result does as soon as no value waits; when the
 * mixtures complete, the last one stays. An error of either passes at once and drops waiting values.
 *
 * @param mixtures$ mixtures, bare or with their version, or records of snapshots or fits; subscribed to first.
 * @throws RangeError when made with an option out of range. The stream fails with a RangeError when more values wait
 *   than `buffer` allows, when the mixtures complete before there was one, or when features do not fit the mixture.
 * @example
 * import { of } from "rxjs";
 * import { Mixture } from "mixtide";
 * import { scoreWith } from "mixtide/rx";
 *
 * const room = new Mixture({ covarianceType: "full", weights: [1], means: [20], covariances: [4] });
 * of(19, 21, 90)
 *   .pipe(scoreWith(of(room), { features: (celsius) => [celsius] }))
 *   .subscribe(({ value, label }) => console.log(value, label.anomaly.score > 2));
 * // 19 false
 * // 21 false
 * // 90 true
 */
export function scoreWith<T>(
  mixtures$: Observable<KnownMixture>,
  options: ScoreWithOptions<T>,
): OperatorFunction<T, Labelled<T>> {
  const { features, buffer = 10_000 } = options;
  checkWhole("buffer", buffer, 0);
  const minimum = checkMinimum(options.minimum);
  return (source) =>
    merge(
      mixtures$.pipe(
        map((known) => ({ known }) as const),
        endWith("mixtures completed" as const),
      ),
      source.pipe(
        map((value) => ({ value }) as const),
        endWith("source completed" as const),
      ),
    ).pipe(
      inOrder(() => new ScoringDesk({ features }, buffer, minimum)),
      takeWhile((result) => result !== DONE),
    );
}

type Happening<T> =
  | { readonly known: KnownMixture }
  | { readonly value: T }
  | "mixtures completed"
  | "source completed";

/** Ends the result, although mixtures may go on coming. */
const DONE = Symbol("done");

/** The state of one subscription: the newest mixture, and the values that wait for the first one. */
class ScoringDesk<T> implements Stage<Happening<T>, Labelled<T> | typeof DONE> {
  readonly #reader: PointReader<T>;
  readonly #buffer: number;
  readonly #minimum: number;
  #waiting: T[] = [];
  #scorer: ValueScorer | undefined;
  #mixtures = 0;
  #mixturesCompleted = false;
  #sourceCompleted = false;

  constructor(options: PointOptions<T>, buffer: number, minimum: number) {
    this.#reader = new PointReader(options);
    this.#buffer = buffer;
    this.#minimum = minimum;
  }

  take(happening: Happening<T>): Slices<Labelled<T> | typeof DONE> {
    if (happening === "mixtures completed") this.#mixturesCompleted = true;
    else if (happening === "source completed") this.#sourceCompleted = true;
    else if ("value" in happening) this.#waiting.push(happening.value);
    else this.#change(happening.known);
    if (this.#scorer === undefined) this.#checkWaiting();
    return atOnce(this.#results());
  }

  finish(): Slices<never> {
    return atOnce([]);
  }

  #change(known: KnownMixture): void {
    const { mixture, version = this.#mixtures } = provenanceOf(known);
    this.#mixtures++;
    this.#scorer = new ValueScorer(mixture, version, this.#minimum);
  }

  #checkWaiting(): void {
    if (this.#waiting.length > this.#buffer)
      throw new RangeError(
        `${this.#waiting.length} values wait for the first mixture, buffer is ${this.#buffer}: ` +
          "let the mixtures come first, pause the source, or allow a larger buffer",
      );
    if (this.#mixturesCompleted && this.#waiting.length > 0)
      throw new RangeError("the mixtures completed before there was one: nothing to score values with");
  }

  *#results(): Generator<Labelled<T> | typeof DONE> {
    const scorer = this.#scorer;
    if (scorer !== undefined) {
      const values = this.#waiting;
      this.#waiting = [];
      for (const value of values) yield scorer.score(value, this.#reader.features(value, scorer.dimensions));
    }
    if (this.#sourceCompleted && this.#waiting.length === 0) yield DONE;
  }
}
