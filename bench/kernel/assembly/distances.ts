// The kernel, and beside it the part of its E-step that is multiply-adds: no exp, no log, nothing handed out.

import { K, pad, TILE } from "../../../src/kernel/assembly/memory";
import { solve } from "../../../src/kernel/assembly/solve";
import { loadTile } from "../../../src/kernel/assembly/tiles";

export * from "../../../src/kernel/assembly/kernel";

/** Log joint densities of the block's n points and every component. */
export function distances(n: i32): void {
  pad(n);
  for (let i: i32 = 0; i < n; i += TILE) {
    loadTile(i, n);
    for (let k: i32 = 0; k < K; k++) solve(k);
  }
}
