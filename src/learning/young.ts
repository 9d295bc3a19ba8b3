import type { Kernel } from "../kernel/kernel.js";
import type { PointBatch } from "../mixture/point-batch.js";
import type { CheckedLearnerOptions } from "./learner-options.js";
import { PointBuffer } from "./point-buffer.js";
import { refit } from "./refit.js";
import type { Progress, StepwiseEM } from "./stepwise-em.js";

/** While a mixture is young its points are kept up to so many times the warm-up, and up to so many. */
const WARMUPS = 8;
const MOST_POINTS = 20_000;
const MOST_BYTES = 16_000_000;

/** How many points are kept for re-fits: the warm-up doubled as often as it may be. */
export function youngCapacity({ warmup, dimensions }: Pick<CheckedLearnerOptions, "warmup" | "dimensions">): number {
  const most = Math.min(WARMUPS * warmup, MOST_POINTS, Math.floor(MOST_BYTES / (8 * dimensions)));
  let capacity = warmup;
  while (2 * capacity <= most) capacity *= 2;
  return capacity;
}

/** Whether mixtures are re-fitted while young: where the past fades by design, a buffer of it would bring it back. */
export function isRefitted({ refits, mode, schedule }: CheckedLearnerOptions): boolean {
  return refits && mode === "soft" && schedule.kind === "decreasing";
}

/**
 * The first points of a mixture, from which it is fitted again each time they have doubled: one pass of stepwise EM is
 * worth only a few iterations of batch EM, which is too little where components overlap.
 */
export class Young {
  readonly points: PointBuffer;
  /** The next re-fit comes at so many points. */
  #next: number;

  constructor(points: PointBuffer, next = Math.min(points.capacity, 2 * points.count)) {
    this.points = points;
    this.#next = next;
  }

  /** Of a mixture that was fitted to these points; undefined where there is room for no more. */
  static after(batch: PointBatch, options: CheckedLearnerOptions): Young | undefined {
    const points = new PointBuffer(batch.dimensions, Math.max(youngCapacity(options), batch.count));
    points.append(batch, 0, batch.count);
    return points.room > 0 ? new Young(points) : undefined;
  }

  get next(): number {
    return this.#next;
  }

  /** The last re-fit has been: call it after {@link refit}. */
  get isOver(): boolean {
    return this.points.room === 0;
  }

  add(batch: PointBatch): void {
    this.points.append(batch, 0, Math.min(batch.count, this.points.room));
  }

  /** Where the mixture stands after a re-fit, when one is due. */
  *refit(
    member: StepwiseEM,
    options: CheckedLearnerOptions,
    kernel: Kernel,
  ): Generator<undefined, Progress | undefined> {
    const { points } = this;
    if (points.count < this.#next) return undefined;
    this.#next = Math.min(points.capacity, 2 * points.count);
    return yield* refit(member, points.batch(), options, kernel, points.room > 0);
  }
}
