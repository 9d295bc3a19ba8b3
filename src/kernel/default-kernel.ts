import { type Kernel, REFERENCE_ARITHMETIC } from "./kernel.js";
import { referenceKernel } from "./reference/reference-kernel.js";
import { wasmKernel } from "./wasm/wasm-kernel.js";
import { hasWasm } from "./wasm/workspace.js";

/** The fastest kernel that this machine has; all that may be chosen here have the same bits. */
export const defaultKernel: Kernel = {
  name: "default",
  arithmetic: REFERENCE_ARITHMETIC,
  prepare: (factors) => (hasWasm() ? wasmKernel : referenceKernel).prepare(factors),
};
