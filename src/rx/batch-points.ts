import { bufferCount, defer, map, type OperatorFunction } from "rxjs";
import { checkWhole } from "../em/fit-options.js";
import type { PointBatch } from "../mixture/point-batch.js";
import { type PointOptions, PointReader } from "./point-reader.js";

/** Options of {@link batchPoints}; only `weight` has a default. */
export interface BatchPointsOptions<T> extends PointOptions<T> {
  /** Points in a batch. */
  readonly size: number;
}

/**
 * Packs values into batches of `size` points, n × D row-major, for {@link stepwiseEMBatches}.
 *
 * The last batch may be shorter; when the source fails, what waits for the rest of its batch is dropped.
 *
 * @throws RangeError when made with a size that is no whole number ≥ 1. The stream fails with a RangeError or
 *   TypeError that names the value when features have a wrong length or are infinite, and with whatever `features`
 *   throws.
 * @example
 * import { of } from "rxjs";
 * import { batchPoints } from "mixtide/rx";
 *
 * of({ x: 1 }, { x: 2 }, { x: 3 })
 *   .pipe(batchPoints({ size: 2, features: ({ x }) => [x, x * x] }))
 *   .subscribe(({ count, values }) => console.log(count, values.join(" ")));
 * // 2 1 1 2 4
 * // 1 3 9
 */
export function batchPoints<T>(options: BatchPointsOptions<T>): OperatorFunction<T, PointBatch> {
  checkWhole("size", options.size, 1);
  return (source) =>
    defer(() => {
      const reader = new PointReader(options);
      return source.pipe(
        bufferCount(options.size),
        map((values) => packed(values, reader, options.weight !== undefined)),
      );
    });
}

function packed<T>(buffered: readonly T[], reader: PointReader<T>, weighted: boolean): PointBatch {
  const count = buffered.length;
  const weights = weighted ? { weights: new Float64Array(count) } : {};
  let values = new Float64Array(0);
  let dimensions = 0;
  buffered.forEach((value, i) => {
    const features = reader.features(value);
    if (i === 0) {
      dimensions = features.length;
      values = new Float64Array(count * dimensions);
    }
    values.set(features, i * dimensions);
    if (weights.weights !== undefined) weights.weights[i] = reader.weight(value);
  });
  return { count, dimensions, values, ...weights };
}
