import type { LabelledPoints } from "./labelled-points.js";
import type { PointPlace } from "./point-ring.js";

/**
 * Every `stride`-th point, and all that were flagged, in order.
 *
 * @param phase index of the first that is taken, so that strides go on over batches.
 */
export function* places({ scored, origins }: LabelledPoints, stride: number, phase: number): Generator<PointPlace> {
  let [r, o, passed] = [0, 0, 0];
  for (let index = 0; index < scored.count; index++) {
    while (index >= scored.runs[r]!.end) r++;
    while (index - passed >= origins[o]!.count) passed += origins[o++]!.count;
    if (index % stride !== phase && scored.flagged[index] === 0) continue;
    yield { index, run: scored.runs[r]!, origins: origins[o]!, origin: index - passed };
  }
}
