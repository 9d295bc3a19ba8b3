import type { Features } from "../../format/features/features.js";
import type { Live } from "../live.js";
import { pointAnswer } from "./point-answer.js";
import { type AskedLabel, type RawPoint, Scorer } from "./scorer.js";

/** Answers questions about what a pipeline has committed. */
export class Answers {
  readonly #live: Live;
  readonly #features: Features;
  #scorer: Scorer | undefined;

  constructor(live: Live, features: Features) {
    this.#live = live;
    this.#features = features;
  }

  /** The model in a few numbers, as of the last commit; undefined = there is no mixture yet. */
  figures() {
    const newest = this.#live.moments.newest;
    if (newest === undefined || newest.version < 0) return undefined;
    const { at, learned: points, mean, recent, threshold, version, weights } = newest;
    return { at, version, points, logLikelihood: { mean, recent }, threshold, weights: Object.fromEntries(weights) };
  }

  /** One of the points that are kept, with its label; undefined = it is not kept. */
  point(ordinal: number): ReturnType<typeof pointAnswer> | undefined {
    const { points, subject } = this.#live;
    const row = points.find(ordinal);
    if (row === undefined) return undefined;
    return pointAnswer({ points, features: subject.features, topic: subject.input }, row, this.#newest());
  }

  /**
   * Labels points under the newest snapshot; undefined = there is none yet.
   *
   * @throws what `refused` makes of the index of a point that cannot be used, and of the reason.
   */
  score(
    points: readonly RawPoint[],
    refused: (index: number, reason: string) => Error,
  ): { readonly version: number; readonly labels: AskedLabel[] } | undefined {
    const scorer = this.#newest();
    return scorer && { version: scorer.version, labels: scorer.label(points, refused) };
  }

  #newest(): Scorer | undefined {
    const snapshot = this.#live.snapshots.newest;
    if (snapshot === undefined) return undefined;
    if (this.#scorer?.version !== snapshot.version) this.#scorer = new Scorer(snapshot, this.#features);
    return this.#scorer;
  }
}
