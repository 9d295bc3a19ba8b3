import type { Sums } from "../../statistics/sums.js";
import { copy, copyRows, copyTriangles } from "./copy.js";
import type { Workspace } from "./workspace.js";

/** Brings sums into a workspace of their shape. */
export function enterSums(to: Workspace, { structure, about, count, first, second }: Sums): void {
  const { components: K, dimensions: D, padded: P } = to;
  copyRows(about, D, to.about, P, K, D);
  if (isEmpty(count)) {
    to.code.clearSums();
    return;
  }
  copy(count, 0, to.count, 0, K);
  copyRows(first, D, to.first, P, K, D);
  if (structure === "full") copyTriangles(second, D, to.second, P, K, D);
  else copyRows(second, D, to.second, P, K, D);
}

/** Sums of no points, as those of a mini-batch begin: no count, no anything. */
function isEmpty(count: Float64Array): boolean {
  for (let k = 0; k < count.length; k++) if (count[k] !== 0) return false;
  return true;
}

/** Takes them out again; their centres have not changed. */
export function leaveSums(from: Workspace, { structure, count, first, second }: Sums): void {
  const { components: K, dimensions: D, padded: P } = from;
  copy(from.count, 0, count, 0, K);
  copyRows(from.first, P, first, D, K, D);
  if (structure === "full") copyTriangles(from.second, P, second, D, K, D);
  else copyRows(from.second, P, second, D, K, D);
}
