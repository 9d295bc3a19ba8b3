import type { Kernel } from "../../src/kernel/kernel.js";
import { referenceKernel } from "../../src/kernel/reference/reference-kernel.js";
import { hasRelaxedKernel, relaxedKernel } from "../../src/kernel/wasm/relaxed-kernel.js";
import { denseWasmKernel, wasmKernel } from "../../src/kernel/wasm/wasm-kernel.js";
import { processorSeconds } from "../measure.js";
import type { Contestant } from "./contestant.js";
import { kernelPass } from "./kernel-pass.js";

interface Implementation {
  readonly implementation: string;
  readonly pruning: boolean;
  readonly kernel: Kernel;
}

/** What is measured of ours; the relaxed build where this engine can run it. */
export const IMPLEMENTATIONS: readonly Implementation[] = [
  { implementation: "reference", pruning: false, kernel: referenceKernel },
  { implementation: "wasm", pruning: false, kernel: denseWasmKernel },
  { implementation: "wasm", pruning: true, kernel: wasmKernel },
  ...(hasRelaxedKernel() ? [{ implementation: "wasm, relaxed", pruning: true, kernel: relaxedKernel }] : []),
];

/** Our kernels as contestants. */
export function ownKernels(): Contestant[] {
  return IMPLEMENTATIONS.map(contestant);
}

function contestant({ implementation, pruning, kernel }: Implementation): Contestant {
  let pass: () => number = () => Number.NaN;
  return {
    implementation,
    pruning,
    load: async ({ mixture, points }) => {
      pass = kernelPass(kernel, mixture, points);
      return pass();
    },
    turn: async (least) => {
      let passes = 0;
      let seconds = 0;
      while (passes === 0 || seconds < least) {
        seconds += processorSeconds(pass);
        passes++;
      }
      return seconds / passes;
    },
    close: async () => undefined,
  };
}
