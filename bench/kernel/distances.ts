import { compileAssembly } from "../../scripts/compile-kernel.js";
import { REFERENCE_ARITHMETIC } from "../../src/kernel/kernel.js";
import { kernelOf } from "../../src/kernel/wasm/wasm-kernel.js";
import { BLOCK, type Build, workspaceOf } from "../../src/kernel/wasm/workspace.js";
import { emptyScores } from "../../src/mixture/scores.js";
import type { Case } from "../data.js";

let build: Build | undefined;

/** A pass over all points that does the E-step's multiply-adds and nothing else of it. */
export async function distancesPass({ mixture, points }: Case): Promise<() => void> {
  build ??= { name: "distances", binary: await compileAssembly("bench/kernel/assembly/distances.ts", []) };
  const { components: K, dimensions: D, structure } = mixture;
  const { count, values } = points;
  const evaluator = kernelOf("distances", build, REFERENCE_ARITHMETIC, "never").prepare(mixture.factors);
  evaluator.expectation(values, 0, 1, emptyScores(1, K)); // loads the mixture
  const workspace = workspaceOf(structure, K, D, build);
  const { distances } = workspace.code as unknown as { readonly distances: (count: number) => void };
  return () => {
    for (let at = 0; at < count; at += BLOCK) {
      const rows = Math.min(BLOCK, count - at);
      workspace.points.set(values.subarray(at * D, (at + rows) * D));
      distances(rows);
    }
  };
}
