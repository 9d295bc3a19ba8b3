import { median, processorSeconds } from "../measure.js";
import type { Effort } from "../row.js";
import { multiplyAddsPerPass, peakModule } from "./peak-module.js";

/** Which number is best depends on the processor and the compiler; beyond these, sums no longer fit into registers. */
const SUMS = [4, 5, 6, 7, 8];
/** About a millisecond, and what it takes until the optimised code is in place. */
const PASSES = 20_000;
const WARM_UP_CALLS = 20;

/**
 * The most multiply-adds a second that WebAssembly's pairs of doubles can do on this machine, by a loop that does
 * nothing else: the best number of sums, its median.
 */
export function measurePeak({ runs }: Pick<Effort, "runs">): number {
  const loops = SUMS.map((sums) => ({ sums, run: instantiate(sums), seconds: [] as number[] }));
  for (const { run } of loops) for (let call = 0; call < WARM_UP_CALLS; call++) run(PASSES);
  for (let turn = 0; turn < runs; turn++)
    for (const { run, seconds } of loops) seconds.push(processorSeconds(() => run(PASSES)));
  return Math.max(...loops.map(({ sums, seconds }) => (PASSES * multiplyAddsPerPass(sums)) / median(seconds)));
}

/** What of the WebAssembly interface is used here: it is in no library of types that goes without a browser. */
interface Api {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object) => { readonly exports: { readonly run: (passes: number) => number } };
}

function instantiate(sums: number): (passes: number) => number {
  const { Instance, Module } = (globalThis as unknown as { readonly WebAssembly: Api }).WebAssembly;
  return new Instance(new Module(peakModule(sums))).exports.run;
}
