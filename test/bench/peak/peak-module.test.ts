import { expect, it } from "vitest";
import { multiplyAddsPerPass, peakModule } from "../../../bench/peak/peak-module.js";

interface Exports {
  readonly run: (passes: number) => number;
}
const { Instance, Module } = (
  globalThis as unknown as {
    readonly WebAssembly: {
      readonly Module: new (bytes: Uint8Array) => object;
      readonly Instance: new (module: object) => { readonly exports: Exports };
    };
  }
).WebAssembly;

/** The module with every factor set to 1.5 at its start, so that each product is 2.25. */
function withFactors(sums: number): Uint8Array {
  const factors = new Float64Array(512).fill(1.5);
  const content = new Uint8Array(factors.buffer);
  // A data section: one segment for memory 0, at address 0.
  const head = [0x01, 0x00, 0x41, 0x00, 0x0b, 0x80, 0x20];
  const length = head.length + content.length;
  return Uint8Array.from([...peakModule(sums), 0x0b, (length & 127) | 128, length >> 7, ...head, ...content]);
}

it.each([1, 2, 3, 4, 5, 6, 7, 8])("with %i sums does as many multiply-adds as it says", (sums) => {
  const { run } = new Instance(new Module(withFactors(sums))).exports;
  expect(run(1)).toBe(2.25 * multiplyAddsPerPass(sums));
  expect(run(7)).toBe(7 * 2.25 * multiplyAddsPerPass(sums));
});
