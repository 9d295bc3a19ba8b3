import { describe, expect, it } from "vitest";
import { acot } from "../../../src/kernel/functions/acot.js";
import { exp } from "../../../src/kernel/functions/exp.js";
import { log } from "../../../src/kernel/functions/log.js";
import { log1p } from "../../../src/kernel/functions/log1p.js";
import { cosineOfTurns, sineOfTurns } from "../../../src/kernel/functions/sine.js";

/** FNV-1a over the bits of f at 20,000 pseudo-random arguments low … high. */
function digest(f: (x: number) => number, low: number, high: number): string {
  const view = new DataView(new ArrayBuffer(8));
  let state = 1;
  let hash = 0x811c9dc5;
  for (let i = 0; i < 20_000; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    view.setFloat64(0, f(low + ((high - low) * state) / 2 ** 32));
    for (let b = 0; b < 8; b++) hash = Math.imul(hash ^ view.getUint8(b), 0x01000193);
  }
  return (hash >>> 0).toString(16);
}

/**
 * The order of evaluation is a promise: stored states are replayed bit for bit and every kernel computes the same
 * numbers. A change of any of these digests breaks states in the field.
 */
describe("the functions of the kernel give the same bits on every machine and in every version", () => {
  it.each([
    ["exp", exp, -740, 700, "c7e9f30a"],
    ["log", log, 1e-9, 30, "ee1337bc"],
    ["log1p", log1p, -0.999, 8, "660fe060"],
    ["acot", acot, 0, 6, "189bbb6e"],
    ["sineOfTurns", sineOfTurns, -3, 3, "4eabbe78"],
    ["cosineOfTurns", cosineOfTurns, -3, 3, "2a52c970"],
  ] as const)("%s", (_, f, low, high, expected) => {
    expect(digest(f, low, high)).toBe(expected);
  });
});
