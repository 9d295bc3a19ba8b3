import type { Kernel } from "../../kernel/kernel.js";
import type { CheckedLearnerOptions } from "../learner-options.js";
import { PointBuffer } from "../point-buffer.js";
import { StateError } from "../state-error.js";
import type { Stream } from "../stream.js";
import { packBuffer, unpackBuffer } from "./pack-points.js";
import { packStream, unpackStream } from "./pack-stream.js";
import { type Packed, pack, unpack } from "./packing.js";

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
  readonly stream: Stream | undefined;
}

/** Writes a learner's state as sections. */
export function toSections({ options, kernel, points, warmup, stream }: LearnerState): Map<string, Uint8Array> {
  const header = { kind: "learner", kernel, fingerprint: options.fingerprint, options, points };
  if (stream !== undefined) return packStream({ ...header, phase: "learning" }, stream);
  const waiting = { ...header, phase: "warming up", waiting: warmup.count };
  const sections = new Map([["learner", pack(waiting, new Map())]]);
  packBuffer("warm-up", warmup, sections);
  return sections;
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
  const { kernel } = expected;
  const isLearning = packed.header.phase === "learning";
  const stream = isLearning ? unpackStream(packed, sections, options, kernel) : undefined;
  if (stream === undefined) unpackBuffer("warm-up", warmup, packed.header.waiting as number, sections);
  return { options, kernel: kernel.arithmetic, points, warmup, stream };
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
