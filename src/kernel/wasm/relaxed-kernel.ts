import type { Kernel } from "../kernel.js";
import { RELAXED_BINARY } from "./relaxed-binary.js";
import { kernelOf } from "./wasm-kernel.js";
import { type Build, hasWasm } from "./workspace.js";

const RELAXED: Build = { name: "relaxed", binary: RELAXED_BINARY };

/**
 * The WebAssembly kernel built with relaxed SIMD: a multiply and an add are rounded once where the processor has an
 * instruction for both, so results differ in their last bits **from machine to machine**. Faster, and nothing that it
 * has learned can be replayed elsewhere: its state is refused by other kernels.
 *
 * Needs an engine with relaxed SIMD (Node 22, browsers since 2023): {@link hasRelaxedKernel}.
 *
 * @example
 * fit(points, { components: 3, ...(hasRelaxedKernel() && { kernel: relaxedKernel }) });
 */
export const relaxedKernel: Kernel = kernelOf("wasm, relaxed", RELAXED, "relaxed", "once it pays");

/** Whether this engine has relaxed SIMD. */
export function hasRelaxedKernel(): boolean {
  return hasWasm(RELAXED);
}
