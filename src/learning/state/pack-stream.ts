import { Calibration } from "../../anomaly/calibration.js";
import type { Kernel } from "../../kernel/kernel.js";
import type { CheckedLearnerOptions } from "../learner-options.js";
import { PointBuffer } from "../point-buffer.js";
import { SideBySide } from "../side-by-side.js";
import { mainDepth } from "../side-components.js";
import { type DepthOf, StepwiseEM } from "../stepwise-em.js";
import { Stream } from "../stream.js";
import { Young } from "../young.js";
import { packKeepingUp, sectionOf, unpackKeepingUp } from "./pack-keeping-up.js";
import { blobsOf, progressIn } from "./pack-mixture.js";
import { packBuffer, unpackBuffer } from "./pack-points.js";
import { bytesOf, doublesOf, type Packed, pack, unpack } from "./packing.js";

/** What the header of section `learner` says of a stream. */
interface StreamHeader {
  readonly nextId: number;
  /** Mixtures beside the one that labels. */
  readonly others: number;
  readonly young?: { readonly points: number; readonly capacity: number; readonly next: number };
}

/** Writes section `learner` (with the mixture that labels) under this header, and all others that a stream has. */
export function packStream(header: object, stream: Stream): Map<string, Uint8Array> {
  const { mixtures, calibration, young, keepingUp, nextId } = stream.parts;
  const of: StreamHeader = {
    nextId,
    others: mixtures.others.length,
    ...(young && { young: { points: young.points.count, capacity: young.points.capacity, next: young.next } }),
  };
  const open = stream.open.batch();
  const blobs = blobsOf(mixtures.main)
    .set("openValues", bytesOf(open.values))
    .set("openWeights", bytesOf(open.weights!))
    .set("calibration", bytesOf(calibration.toState()));
  const sections = new Map([["learner", pack({ ...header, ...of }, blobs)]]);
  mixtures.others.forEach((other, i) => {
    sections.set(`side/${i}`, pack({ kind: "mixture beside" }, blobsOf(other)));
  });
  if (young !== undefined) packBuffer("young", young.points, sections);
  if (keepingUp !== undefined) packKeepingUp(keepingUp, sections);
  return sections;
}

/** The inverse of {@link packStream}. */
export function unpackStream(
  packed: Packed,
  sections: ReadonlyMap<string, Uint8Array>,
  options: CheckedLearnerOptions,
  kernel: Kernel,
): Stream {
  const header = packed.header as unknown as StreamHeader;
  const main = memberIn(packed, options, kernel, mainDepth(options));
  const others = Array.from({ length: header.others }, (_, i) => {
    const name = `side/${i}`;
    return memberIn(unpack(sectionOf(sections, name), `section ${name}`), options, kernel, "views");
  });
  const stream = new Stream(options, kernel, {
    mixtures: new SideBySide(main, others),
    calibration: Calibration.fromState(doublesOf(packed, "calibration")),
    young: unpackYoung(header, sections, options),
    keepingUp: unpackKeepingUp(sections, options, kernel),
    nextId: header.nextId,
  });
  const weights = doublesOf(packed, "openWeights");
  const values = doublesOf(packed, "openValues");
  stream.restoreOpen({ count: weights.length, dimensions: options.dimensions, values, weights });
  return stream;
}

function memberIn(packed: Packed, options: CheckedLearnerOptions, kernel: Kernel, depth: DepthOf): StepwiseEM {
  const { progress, prequential } = progressIn(packed, options);
  return new StepwiseEM(options, kernel, progress, depth, prequential);
}

function unpackYoung(
  { young }: StreamHeader,
  sections: ReadonlyMap<string, Uint8Array>,
  options: CheckedLearnerOptions,
): Young | undefined {
  if (young === undefined) return undefined;
  const points = new PointBuffer(options.dimensions, young.capacity);
  return new Young(unpackBuffer("young", points, young.points, sections), young.next);
}
