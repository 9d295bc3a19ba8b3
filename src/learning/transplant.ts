import { bytesOf, doublesOf, pack, unpack } from "./state/packing.js";
import { StateError } from "./state-error.js";

/** Where a learner goes on that has learned elsewhere. */
export interface Place {
  /** Points given so far, there. */
  readonly points: number;
  /** Version that its mixture has there. */
  readonly version: number;
  /** Its components are new there and get ids from this one on, in their order. Default: they keep theirs. */
  readonly firstId?: number;
  /** Ids below this one have been used there. */
  readonly nextId?: number;
}

/**
 * The state of a learner as it goes on in another history: mixture, statistics and open mini-batch stay bit for bit
 * what they are, only the count of points, the version and the names of the components become those of the new place.
 *
 * @param sections as `Learner.toSections` gives them.
 * @throws StateError when they are damaged, or the learner is still warming up.
 * @example
 * Learner.fromSections(transplant(learner.toSections(), { points: 5000, version: 41, firstId: 3 })).version; // 41
 */
export function transplant(sections: ReadonlyMap<string, Uint8Array>, place: Place): Map<string, Uint8Array> {
  const bytes = sections.get("learner");
  if (bytes === undefined) throw new StateError("the state has no learner in it");
  const packed = unpack(bytes, "the learner's state");
  if (packed.header.phase !== "learning")
    throw new StateError("the learner is still warming up: it has no mixture yet");
  const [, ...others] = doublesOf(packed, "scalars");
  const blobs = new Map(packed.blobs).set("scalars", bytesOf(Float64Array.of(place.version, ...others)));
  const nextId = Math.max(packed.header.nextId as number, place.nextId ?? 0);
  const header = { ...packed.header, points: place.points, nextId };
  const { firstId } = place;
  if (firstId === undefined) return withoutChallenge(sections).set("learner", pack(header, blobs));
  const ids = doublesOf(packed, "ids").map((_, k) => firstId + k);
  blobs.set("ids", bytesOf(ids)).set("born", bytesOf(ids.map(() => place.version)));
  const renamed = withoutChallenge(sections);
  return renamed.set("learner", pack({ ...header, nextId: Math.max(place.nextId ?? 0, firstId + ids.length) }, blobs));
}

/** Challengers know ids and versions of the old place: if the stream goes on changing, there will be others. */
function withoutChallenge(sections: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  const others = new Map([...sections].filter(([name]) => !/^challenge(r?)\//.test(name)));
  const bytes = others.get("keeping-up");
  if (bytes === undefined) return others;
  const { header, blobs } = unpack(bytes, "section keeping-up");
  const { challenge: _, ...rest } = header;
  return others.set("keeping-up", pack(rest, blobs));
}
