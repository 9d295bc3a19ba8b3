import { type Kernel, REFERENCE_ARITHMETIC } from "./kernel.js";
import { factorFull } from "./reference/factor-full.js";
import { referenceKernel } from "./reference/reference-kernel.js";
import { estimateFullInWasm } from "./wasm/estimate-full.js";
import { factorFullInWasm } from "./wasm/factor-full.js";
import { foldFullInWasm } from "./wasm/fold-full.js";
import { wasmKernel } from "./wasm/wasm-kernel.js";
import { hasWasm } from "./wasm/workspace.js";

/** The fastest kernel that this machine has; all that may be chosen here have the same bits. */
export const defaultKernel: Kernel = {
  name: "default",
  arithmetic: REFERENCE_ARITHMETIC,
  prepare: (factors, negligible) => (hasWasm() ? wasmKernel : referenceKernel).prepare(factors, negligible),
};

/** {@link factorFull} by the fastest way that this machine has. */
export const factorFullFast: typeof factorFull = (...given) =>
  hasWasm() ? factorFullInWasm(...given) : factorFull(...given);

/** {@link estimateFullInWasm}; undefined where the machine has no such way. */
export const estimateFullFast = (...given: Parameters<typeof estimateFullInWasm>): number | undefined =>
  hasWasm() ? estimateFullInWasm(...given) : undefined;

/** {@link foldFullInWasm}; false where the machine has no such way, and nothing is done. */
export function foldFullFast(...given: Parameters<typeof foldFullInWasm>): boolean {
  if (!hasWasm()) return false;
  foldFullInWasm(...given);
  return true;
}
