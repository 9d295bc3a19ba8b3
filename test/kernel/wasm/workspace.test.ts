import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { wasmKernel } from "../../../src/kernel/wasm/wasm-kernel.js";
import { Mixture } from "../../../src/mixture/mixture.js";
import { points } from "../../../src/mixture/point-batch.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const MEGABYTE = 1 << 20;

/** Spheres in D dimensions: K of them need about 16·K·D² bytes of a workspace. */
function mixtureOf(D: number, K: number, variance = 1): Mixture {
  return new Mixture({
    covarianceType: "full",
    weights: new Array(K).fill(1 / K),
    means: Float64Array.from({ length: K * D }, (_, e) => e % 7),
    covariances: Float64Array.from({ length: K * D * D }, (_, e) => ((e % (D * D)) % (D + 1) === 0 ? variance : 0)),
  });
}

describe("a workspace", () => {
  it("is freed with the last mixture of its shape", async () => {
    const scoreOne = (K: number) => mixtureOf(64, K).score(points([new Array(64).fill(1)]), wasmKernel).logDensity[0]!;
    for (let K = 65; K <= 74; K++) scoreOne(K);
    const before = process.memoryUsage().rss;
    for (let K = 1; K <= 120; K++) {
      expect(Number.isFinite(scoreOne(K))).toBe(true);
      if (K % 10 !== 0) continue;
      await new Promise(setImmediate); // what a weak reference has given out lives until its turn of the event loop ends
      collect();
    }
    // Together they would need about 1 GB.
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * MEGABYTE);
  });

  it("serves two mixtures in turns", () => {
    const [a, b] = [mixtureOf(3, 4), mixtureOf(3, 4, 2)];
    const where = points([[1, 2, 3]]);
    const [inA, inB] = [a, b].map((mixture) => mixture.score(where, wasmKernel).logDensity[0]);
    for (let turn = 0; turn < 3; turn++) {
      expect(a.score(where, wasmKernel).logDensity[0]).toBe(inA);
      expect(b.score(where, wasmKernel).logDensity[0]).toBe(inB);
    }
    expect(inA).not.toBe(inB);
  });
});
