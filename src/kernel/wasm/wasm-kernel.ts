import type { Sums } from "../../statistics/sums.js";
import { log } from "../functions/log.js";
import {
  type Evaluator,
  type Expectation,
  type Factors,
  type Kernel,
  NEGLIGIBLE_NATS,
  REFERENCE_ARITHMETIC,
} from "../kernel.js";
import { referenceKernel } from "../reference/reference-kernel.js";
import { copy, copyRows } from "./copy.js";
import { loadWhitening } from "./load-whitening.js";
import { BLOCK, type Workspace, workspaceOf } from "./workspace.js";

/** Kernel in WebAssembly with vectors of two doubles: the operations of the reference kernel in its order, so its bits. */
export const wasmKernel: Kernel = {
  name: "wasm",
  arithmetic: REFERENCE_ARITHMETIC,
  prepare: (factors) => new WasmEvaluator(factors),
};

class WasmEvaluator implements Evaluator {
  readonly #factors: Factors;
  readonly #workspace: Workspace;
  #reference: Evaluator | undefined;

  constructor(factors: Factors) {
    this.#factors = factors;
    this.#workspace = workspaceOf(factors.structure, factors.components, factors.dimensions);
  }

  /** Points with missing coordinates are the reference's business: their patterns need matrices of their own. */
  get #forMissing(): Evaluator {
    this.#reference ??= referenceKernel.prepare(this.#factors);
    return this.#reference;
  }

  expectation(points: Float64Array, first: number, count: number, out: Expectation): void {
    const workspace = this.#loaded();
    const { code } = workspace;
    for (let at = first; at < first + count; at += BLOCK) {
      const rows = Math.min(BLOCK, first + count - at);
      enterPoints(workspace, points, at, rows);
      code.expectation(rows, out.mahalanobis === undefined ? 0 : 1);
      this.#leave(points, at, rows, out);
    }
  }

  accumulate(
    points: Float64Array,
    first: number,
    count: number,
    responsibilities: Float64Array,
    weights: Float64Array | undefined,
    sums: Sums,
  ): void {
    const workspace = this.#workspaceFor(sums);
    const { code, components: K } = workspace;
    enterSums(workspace, sums);
    for (let at = first; at < first + count; at += BLOCK) {
      const rows = Math.min(BLOCK, first + count - at);
      enterPoints(workspace, points, at, rows);
      if (code.enter(rows) === 1) {
        if (weights !== undefined) copy(weights, at, workspace.weights, 0, rows);
        copy(responsibilities, at * K, workspace.responsibilities, 0, rows * K);
        code.accumulate(rows, weights === undefined ? 0 : 1);
      } else {
        leaveSums(workspace, sums);
        this.#forMissing.accumulate(points, at, rows, responsibilities, weights, sums);
        enterSums(workspace, sums);
      }
    }
    leaveSums(workspace, sums);
  }

  learn(
    points: Float64Array,
    first: number,
    count: number,
    weights: Float64Array | undefined,
    out: Expectation,
    sums: Sums,
  ): void {
    if (sums.structure !== this.#factors.structure) {
      this.expectation(points, first, count, out);
      this.accumulate(points, first, count, out.responsibilities, weights, sums);
      return;
    }
    const workspace = this.#loaded();
    const { code } = workspace;
    enterSums(workspace, sums);
    for (let at = first; at < first + count; at += BLOCK) {
      const rows = Math.min(BLOCK, first + count - at);
      enterPoints(workspace, points, at, rows);
      code.expectation(rows, out.mahalanobis === undefined ? 0 : 1);
      if (this.#leave(points, at, rows, out)) {
        if (weights !== undefined) copy(weights, at, workspace.weights, 0, rows);
        code.accumulate(rows, weights === undefined ? 0 : 1);
      } else {
        leaveSums(workspace, sums);
        this.#forMissing.accumulate(points, at, rows, out.responsibilities, weights, sums);
        enterSums(workspace, sums);
      }
    }
    leaveSums(workspace, sums);
  }

  /** Sums may be of another structure than the mixture. */
  #workspaceFor({ structure, components, dimensions }: Sums): Workspace {
    return structure === this.#factors.structure ? this.#workspace : workspaceOf(structure, components, dimensions);
  }

  #loaded(): Workspace {
    const workspace = this.#workspace;
    if (workspace.owner === this) return workspace;
    const { components: K, dimensions: D, structure, means, whitening, logNormalizer, logWeight } = this.#factors;
    copyRows(means, D, workspace.means, workspace.padded, K, D);
    if (structure === "full") loadWhitening(whitening, K, D, workspace.whitening);
    else copyRows(whitening, D, workspace.whitening, workspace.padded, K, D);
    for (let k = 0; k < K; k++) workspace.constant[k] = logNormalizer[k]! + logWeight[k]!;
    workspace.code.setNegligible(NEGLIGIBLE_NATS + log(K));
    workspace.owner = this;
    return workspace;
  }

  /** Hands the block's E-step out; false when a point among them has a missing coordinate. */
  #leave(points: Float64Array, at: number, rows: number, out: Expectation): boolean {
    const { components: K, logDensity, mahalanobis, responsibilities } = this.#workspace;
    copy(responsibilities, 0, out.responsibilities, at * K, rows * K);
    copy(logDensity, 0, out.logDensity, at, rows);
    if (out.mahalanobis !== undefined) copy(mahalanobis, 0, out.mahalanobis, at * K, rows * K);
    let isComplete = true;
    for (let i = 0; i < rows; i++) {
      if (!Number.isNaN(logDensity[i]!)) continue;
      isComplete = false;
      this.#forMissing.expectation(points, at + i, 1, out);
    }
    return isComplete;
  }
}

function enterPoints({ dimensions: D, points: to }: Workspace, points: Float64Array, at: number, rows: number): void {
  copy(points, at * D, to, 0, rows * D);
}

function enterSums(to: Workspace, { structure, about, count, first, second }: Sums): void {
  const { components: K, dimensions: D, padded: P } = to;
  copyRows(about, D, to.about, P, K, D);
  copy(count, 0, to.count, 0, K);
  copyRows(first, D, to.first, P, K, D);
  copyRows(second, D, to.second, P, structure === "full" ? K * D : K, D, structure === "full" ? D : 0);
}

function leaveSums(from: Workspace, { structure, count, first, second }: Sums): void {
  const { components: K, dimensions: D, padded: P } = from;
  copy(from.count, 0, count, 0, K);
  copyRows(from.first, P, first, D, K, D);
  copyRows(from.second, P, second, D, structure === "full" ? K * D : K, D, structure === "full" ? D : 0);
}
