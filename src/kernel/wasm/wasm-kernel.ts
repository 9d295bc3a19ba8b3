import type { Sums } from "../../statistics/sums.js";
import { log } from "../functions/log.js";
import {
  type Evaluator,
  type Expectation,
  type Factors,
  type Kernel,
  type Learned,
  NEGLIGIBLE_NATS,
  REFERENCE_ARITHMETIC,
} from "../kernel.js";
import { referenceKernel, withResponsibilities } from "../reference/reference-kernel.js";
import { type Bounds, boundsOf } from "./bounds.js";
import { copy, copyRows } from "./copy.js";
import { enterSums, leaveSums } from "./enter-sums.js";
import { loadWhitening } from "./load-whitening.js";
import { BLOCK, type Build, STRICT, type Workspace, workspaceOf } from "./workspace.js";

/**
 * Kernel in WebAssembly with vectors of two doubles: the operations of the reference kernel in its order, so its bits.
 * Where distances are not asked for, components that cannot have a share in a point are not solved for it.
 */
export const wasmKernel: Kernel = kernelOf("wasm", STRICT, REFERENCE_ARITHMETIC, "once it pays");

/** The same without leaving anything out. */
export const denseWasmKernel: Kernel = kernelOf("wasm, dense", STRICT, REFERENCE_ARITHMETIC, "never");

/** When components are screened: bounds cost something, too. */
export type Screening = "never" | "once it pays" | "always";

/** A kernel of a build. */
export function kernelOf(name: string, build: Build, arithmetic: string, screening: Screening): Kernel {
  return {
    name,
    arithmetic,
    prepare: (factors, negligible = NEGLIGIBLE_NATS) => new WasmEvaluator(factors, negligible, build, screening),
  };
}

/** Fewer components than this are not worth screening. */
const LEAST_COMPONENTS = 4;
const LEAST_POINTS = 1024;
/** Bounds of full covariances take time ~ D³, points ~ D²: those of so many points for each feature. */
const POINTS_PER_FEATURE = 160;

/** From how many points on, whose distances nobody asks for, components of a mixture are screened. */
function screenedFrom({ structure, components, dimensions }: Factors, screening: Screening): number {
  if (screening === "always") return 0;
  if (screening === "never" || components < LEAST_COMPONENTS) return Infinity;
  return structure === "full" ? Math.max(LEAST_POINTS, POINTS_PER_FEATURE * dimensions) : LEAST_POINTS;
}

class WasmEvaluator implements Evaluator {
  readonly #factors: Factors;
  readonly #negligible: number;
  readonly #build: Build;
  readonly #workspace: Workspace;
  readonly #screenedFrom: number;
  #reference: Evaluator | undefined;
  #bounds: Bounds | undefined;
  #points = 0;

  constructor(factors: Factors, negligible: number, build: Build, screening: Screening) {
    this.#factors = factors;
    this.#negligible = negligible;
    this.#screenedFrom = screenedFrom(factors, screening);
    this.#build = build;
    this.#workspace = workspaceOf(factors.structure, factors.components, factors.dimensions, build);
  }

  /** Points with missing coordinates are the reference's business: their patterns need matrices of their own. */
  get #forMissing(): Evaluator {
    this.#reference ??= referenceKernel.prepare(this.#factors, this.#negligible);
    return this.#reference;
  }

  expectation(points: Float64Array, first: number, count: number, out: Expectation): void {
    const workspace = this.#loaded();
    const { code } = workspace;
    if (out.mahalanobis === undefined && out.depth === undefined) this.#screen(count);
    for (let at = first; at < first + count; at += BLOCK) {
      const rows = Math.min(BLOCK, first + count - at);
      enterPoints(workspace, points, at, rows);
      code.expectation(rows, Number(out.mahalanobis !== undefined), Number(out.depth !== undefined));
      this.#leave(at, rows, out);
      if (hasMissing(workspace, rows)) this.#mend(points, at, rows, out);
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
    out: Learned,
    sums: Sums,
  ): void {
    if (sums.structure !== this.#factors.structure) {
      const full = withResponsibilities(out, first + count, this.#factors);
      this.expectation(points, first, count, full);
      this.accumulate(points, first, count, full.responsibilities, weights, sums);
      return;
    }
    const workspace = this.#loaded();
    const { code } = workspace;
    if (out.mahalanobis === undefined && out.depth === undefined) this.#screen(count);
    enterSums(workspace, sums);
    let full: Expectation | undefined;
    for (let at = first; at < first + count; at += BLOCK) {
      const rows = Math.min(BLOCK, first + count - at);
      enterPoints(workspace, points, at, rows);
      code.expectation(rows, Number(out.mahalanobis !== undefined), Number(out.depth !== undefined));
      if (!hasMissing(workspace, rows)) {
        this.#leave(at, rows, out);
        if (weights !== undefined) copy(weights, at, workspace.weights, 0, rows);
        code.accumulateExpected(rows, weights === undefined ? 0 : 1);
      } else {
        leaveSums(workspace, sums);
        full ??= withResponsibilities(out, first + count, this.#factors);
        this.#leave(at, rows, full);
        this.#mend(points, at, rows, full);
        this.#forMissing.accumulate(points, at, rows, full.responsibilities, weights, sums);
        enterSums(workspace, sums);
      }
    }
    leaveSums(workspace, sums);
  }

  /** Sums may be of another structure than the mixture. */
  #workspaceFor({ structure, components, dimensions }: Sums): Workspace {
    return structure === this.#factors.structure
      ? this.#workspace
      : workspaceOf(structure, components, dimensions, this.#build);
  }

  #loaded(): Workspace {
    const workspace = this.#workspace;
    if (workspace.owner === this) return workspace;
    const {
      components: K,
      dimensions: D,
      structure,
      weights,
      means,
      whitening,
      logNormalizer,
      logWeight,
    } = this.#factors;
    copyRows(means, D, workspace.means, workspace.padded, K, D);
    if (structure === "full") loadWhitening(whitening, K, D, workspace.whitening);
    else copyRows(whitening, D, workspace.whitening, workspace.padded, K, D);
    for (let k = 0; k < K; k++) workspace.constant[k] = logNormalizer[k]! + logWeight[k]!;
    workspace.mixtureWeights.set(weights);
    workspace.code.setNegligible(this.#negligible + log(K));
    workspace.owner = this;
    workspace.code.setPruning(0);
    if (this.#bounds !== undefined) loadBounds(workspace, this.#bounds);
    return workspace;
  }

  /** Once so many points have come that bounds pay. */
  #screen(count: number): void {
    if (this.#bounds !== undefined) return;
    this.#points += count;
    if (this.#points < this.#screenedFrom) return;
    this.#bounds = boundsOf(this.#factors);
    loadBounds(this.#workspace, this.#bounds);
  }

  /** Hands the block's E-step out. */
  #leave(at: number, rows: number, out: Learned): void {
    const { components: K, depth, logDensity, mahalanobis, responsibilities } = this.#workspace;
    if (out.responsibilities !== undefined) copy(responsibilities, 0, out.responsibilities, at * K, rows * K);
    copy(logDensity, 0, out.logDensity, at, rows);
    if (out.depth !== undefined) copy(depth, 0, out.depth, at, rows);
    if (out.mahalanobis !== undefined) copy(mahalanobis, 0, out.mahalanobis, at * K, rows * K);
  }

  /** Points with a missing coordinate, after {@link #leave} has handed the block out. */
  #mend(points: Float64Array, at: number, rows: number, out: Expectation): void {
    for (let i = at; i < at + rows; i++)
      if (Number.isNaN(out.logDensity[i]!)) this.#forMissing.expectation(points, i, 1, out);
  }
}

/** Whether a point of the block has a missing coordinate: only then a log density is no number. */
function hasMissing({ logDensity }: Workspace, rows: number): boolean {
  for (let i = 0; i < rows; i++) if (Number.isNaN(logDensity[i]!)) return true;
  return false;
}

function loadBounds(to: Workspace, { centre, reciprocalScale, loose, tight }: Bounds): void {
  to.centre.set(centre);
  to.reciprocalScale.set(reciprocalScale);
  to.boundConstant.set(loose.constant);
  to.boundCurvature.set(loose.curvature);
  to.boundSlope.set(loose.slope);
  to.tightConstant.set(tight.constant);
  to.tightCurvature.set(tight.curvature);
  to.tightSlope.set(tight.slope);
  to.tightDirection.set(tight.direction);
  to.tightOffset.set(tight.offset);
  to.tightExcess.set(tight.excess);
  to.code.setPruning(1);
}

function enterPoints({ dimensions: D, points: to }: Workspace, points: Float64Array, at: number, rows: number): void {
  copy(points, at * D, to, 0, rows * D);
}
