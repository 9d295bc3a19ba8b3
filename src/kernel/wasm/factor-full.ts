import type { factorFull } from "../reference/factor-full.js";
import { workspaceOf } from "./workspace.js";

/** {@link factorFull}, two components side by side: the same bits. */
export function factorFullInWasm(
  ...[covariances, components, dimensions, whitening, logDeterminants]: Parameters<typeof factorFull>
): number {
  const workspace = workspaceOf("full", components, dimensions);
  workspace.covariances.set(covariances);
  const singular = workspace.code.factor();
  if (singular >= 0) return singular;
  whitening.set(workspace.packed);
  logDeterminants.set(workspace.logDeterminants);
  return -1;
}
