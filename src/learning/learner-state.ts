import type { Kernel } from "../kernel/kernel.js";
import { covarianceOf } from "../mixture/covariance/covariances.js";
import { factor } from "../mixture/factors.js";
import { Mixture } from "../mixture/mixture.js";
import { SufficientStatistics } from "../statistics/sufficient-statistics.js";
import type { CheckedLearnerOptions } from "./learner-options.js";
import { bytesOf, doublesOf, type Packed, pack, unpack } from "./packing.js";
import { PointBuffer } from "./point-buffer.js";
import { Prequential } from "./prequential.js";
import { StateError } from "./state-error.js";
import { type Progress, StepwiseEM } from "./stepwise-em.js";

/** What restored state must have been made with; what is left out is not checked. */
export interface Expected {
  readonly fingerprint?: string;
  readonly kernel?: Kernel;
}

/** Everything a learner is made of. */
export interface LearnerState {
  readonly options: CheckedLearnerOptions;
  /** Its arithmetic. */
  readonly kernel: string;
  readonly points: number;
  readonly warmup: PointBuffer;
  readonly em: StepwiseEM | undefined;
}

/** Points in one section of the warm-up. */
const CHUNK = 256;

/** Writes a learner's state as sections. */
export function toSections({ options, kernel, points, warmup, em }: LearnerState): Map<string, Uint8Array> {
  const header = { kind: "learner", kernel, fingerprint: options.fingerprint, options, points };
  const sections = new Map<string, Uint8Array>();
  if (em !== undefined) return sections.set("learner", pack({ ...header, phase: "learning" }, blobsOf(em)));
  sections.set("learner", pack({ ...header, phase: "warming up", waiting: warmup.count }, new Map()));
  for (let from = 0; from < warmup.count; from += CHUNK)
    sections.set(`warm-up/${from / CHUNK}`, packPoints(warmup, from, Math.min(warmup.count, from + CHUNK)));
  return sections;
}

function packPoints(buffer: PointBuffer, from: number, to: number): Uint8Array {
  const D = buffer.dimensions;
  const values = bytesOf(buffer.values.subarray(from * D, to * D));
  const weights = bytesOf(buffer.weights.subarray(from, to));
  return pack(
    { kind: "points" },
    new Map([
      ["values", values],
      ["weights", weights],
    ]),
  );
}

function blobsOf(em: StepwiseEM): Map<string, Uint8Array> {
  const { mixture, statistics, data, version, t, t0, effectiveCount, observed } = em.progress;
  const open = em.open.batch();
  const scalars = Float64Array.of(version, t, t0, effectiveCount, observed, ...em.prequential.toState());
  const arrays: Record<string, Float64Array> = {
    scalars,
    ids: Float64Array.from(mixture.ids),
    born: mixture.born,
    weights: mixture.weights,
    means: mixture.means,
    covariances: mixture.compact,
    count: statistics.count,
    mean: statistics.mean,
    scatter: statistics.scatter,
    dataMean: data.mean,
    dataVariance: data.variance,
    openValues: open.values,
    openWeights: open.weights!,
  };
  return new Map(Object.entries(arrays).map(([name, values]) => [name, bytesOf(values)]));
}

/** Reads sections back. @throws StateError when they do not fit what is expected, or each other. */
export function fromSections(
  sections: ReadonlyMap<string, Uint8Array>,
  expected: Expected & { readonly kernel: Kernel },
): LearnerState {
  const bytes = sections.get("learner");
  if (bytes === undefined) throw new StateError("the state has no learner in it");
  const packed = unpack(bytes, "the learner's state");
  checkOrigin(packed, expected);
  const options = packed.header.options as CheckedLearnerOptions;
  const points = packed.header.points as number;
  const warmup = new PointBuffer(options.dimensions, options.warmup);
  const em = packed.header.phase === "learning" ? unpackEM(packed, options, expected.kernel) : undefined;
  if (em === undefined) appendChunks(warmup, sections, packed.header.waiting as number);
  return { options, kernel: expected.kernel.arithmetic, points, warmup, em };
}

function checkOrigin({ header }: Packed, expected: Expected & { readonly kernel: Kernel }): void {
  if (header.kind !== "learner") throw new StateError(`expected a learner's state, found ${String(header.kind)}`);
  if (header.kernel !== expected.kernel.arithmetic)
    throw new StateError(
      `the state was computed in ${String(header.kernel)} arithmetic, this process's kernel has ` +
        `${expected.kernel.arithmetic}: run with the same kernel, or start afresh with \`mixtide state reset\``,
    );
  if (expected.fingerprint !== undefined && header.fingerprint !== expected.fingerprint)
    throw new StateError(
      `the state was learned from other features (fingerprint ${String(header.fingerprint)}, ` +
        `now ${expected.fingerprint}): restore the features, or start afresh with \`mixtide state reset\``,
    );
}

function appendChunks(warmup: PointBuffer, sections: ReadonlyMap<string, Uint8Array>, waiting: number): void {
  for (let index = 0; warmup.count < waiting; index++) {
    const chunk = sections.get(`warm-up/${index}`);
    if (chunk === undefined) throw new StateError(`the state lacks section warm-up/${index}`);
    const packed = unpack(chunk, `section warm-up/${index}`);
    append(warmup, doublesOf(packed, "values"), doublesOf(packed, "weights"));
  }
  if (warmup.count !== waiting)
    throw new StateError(`the warm-up's sections hold ${warmup.count} points, the learner counts ${waiting}`);
}

function append(buffer: PointBuffer, values: Float64Array, weights: Float64Array): void {
  const batch = { count: weights.length, dimensions: buffer.dimensions, values, weights };
  buffer.append(batch, 0, batch.count);
}

function unpackEM(packed: Packed, options: CheckedLearnerOptions, kernel: Kernel): StepwiseEM {
  const [version, t, t0, effectiveCount, observed, ...prequential] = doublesOf(packed, "scalars");
  const progress: Progress = {
    mixture: unpackMixture(packed, options),
    statistics: unpackStatistics(packed, options),
    data: { mean: doublesOf(packed, "dataMean"), variance: doublesOf(packed, "dataVariance") },
    version: version!,
    t: t!,
    t0: t0!,
    effectiveCount: effectiveCount!,
    observed: observed!,
  };
  const em = new StepwiseEM(options, kernel, progress, Prequential.fromState(prequential));
  const weights = doublesOf(packed, "openWeights");
  const values = doublesOf(packed, "openValues");
  em.restoreOpen({ count: weights.length, dimensions: options.dimensions, values, weights });
  return em;
}

function unpackMixture(packed: Packed, { covariance: covarianceType, dimensions }: CheckedLearnerOptions): Mixture {
  const weights = doublesOf(packed, "weights");
  const means = doublesOf(packed, "means");
  const compact = doublesOf(packed, "covariances");
  const { structure } = covarianceOf(covarianceType);
  const shape = { structure, components: weights.length, dimensions };
  const factored = factor({ ...shape, weights, means, covariances: compact });
  if ("singular" in factored) throw new StateError(`component ${factored.singular} of the state is singular`);
  const ids = Int32Array.from(doublesOf(packed, "ids"));
  const born = doublesOf(packed, "born");
  return new Mixture({ covarianceType, weights, means, compact, ids, born, factors: factored.factors });
}

function unpackStatistics(packed: Packed, options: CheckedLearnerOptions): SufficientStatistics {
  const count = doublesOf(packed, "count");
  const { structure } = covarianceOf(options.covariance);
  const statistics = new SufficientStatistics(count.length, options.dimensions, structure);
  statistics.count.set(count);
  statistics.mean.set(doublesOf(packed, "mean"));
  statistics.scatter.set(doublesOf(packed, "scatter"));
  return statistics;
}

/** All sections in one byte string. */
export function join(sections: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return pack({ kind: "sections" }, sections);
}

/** The inverse of {@link join}. */
export function split(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const { header, blobs } = unpack(bytes, "the state");
  if (header.kind !== "sections") throw new StateError(`expected a whole state, found ${String(header.kind)}`);
  return blobs;
}
