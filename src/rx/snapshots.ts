import { concat, defer, filter, map, type OperatorFunction, of } from "rxjs";
import { checkWhole } from "../em/fit-options.js";
import type { Mixture } from "../mixture/mixture.js";
import type { Learned, Progress } from "./labelled.js";

/** Options of {@link snapshots}. */
export interface SnapshotsOptions {
  /** Points learned between two snapshots at least; default 0: every version that labels a value. */
  readonly every?: number;
}

/** A mixture on its way to others, with its place in the history of its model. */
export interface LearnedMixture extends Progress {
  readonly mixture: Mixture;
  readonly version: number;
  /** Version of the snapshot before this one; null on the first. */
  readonly previous: number | null;
}

/**
 * The mixtures that labelled a stream: each new version, or one every so many points, and on completion the last.
 *
 * Each is what `scoreWith` takes and what `stepwiseEM` can start from. A version is seen by its labels: the points
 * after the last label, at most a mini-batch, are in no snapshot. On an error there is no last one.
 *
 * @throws RangeError when made with an `every` that is no whole number ≥ 0.
 * @example
 * import { range } from "rxjs";
 * import { snapshots, stepwiseEM } from "mixtide/rx";
 *
 * range(0, 500)
 *   .pipe(
 *     stepwiseEM({ components: 1, warmup: 200, features: (n) => [n % 7] }),
 *     snapshots({ every: 200 }),
 *   )
 *   .subscribe(({ version, previous, points }) => console.log(version, previous, points));
 * // 0 null 200
 * // 3 0 400
 */
export function snapshots(options: SnapshotsOptions = {}): OperatorFunction<Learned<unknown>, LearnedMixture> {
  const { every = 0 } = options;
  checkWhole("every", every, 0);
  return (source) =>
    defer(() => {
      const history = new History(every);
      return concat(
        source.pipe(map((learned) => history.due(learned))),
        defer(() => of(history.last())),
      ).pipe(filter((snapshot) => snapshot !== undefined));
    });
}

/** What one subscription has seen and emitted. */
class History {
  readonly #every: number;
  #seen: Learned<unknown> | undefined;
  #emitted: LearnedMixture | undefined;

  constructor(every: number) {
    this.#every = every;
  }

  due(learned: Learned<unknown>): LearnedMixture | undefined {
    if (learned.progress === this.#seen?.progress) return undefined;
    this.#seen = learned;
    const since = learned.progress.points - (this.#emitted?.points ?? -Infinity);
    return since >= this.#every ? this.#emit(learned) : undefined;
  }

  last(): LearnedMixture | undefined {
    const seen = this.#seen;
    return seen === undefined || seen.label.version === this.#emitted?.version ? undefined : this.#emit(seen);
  }

  #emit({ mixture, label, progress }: Learned<unknown>): LearnedMixture {
    this.#emitted = { mixture, version: label.version, previous: this.#emitted?.version ?? null, ...progress };
    return this.#emitted;
  }
}
