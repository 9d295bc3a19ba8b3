import { mixtureOf } from "../format/mixture-of.js";
import type { FitRecord, Snapshot } from "../format/records.js";
import { Mixture } from "../mixture/mixture.js";

/** A mixture learned elsewhere: bare, with where it comes from, or as the record of a snapshot or a fit. */
export type KnownMixture =
  | Mixture
  | { readonly mixture: Mixture; readonly version?: number; readonly points?: number }
  | Snapshot
  | FitRecord;

/** The forms of a known mixture as one; what is not known is absent. */
export interface Provenance {
  readonly mixture: Mixture;
  readonly version?: number;
  /** Points that the mixture was learned from. */
  readonly points?: number;
}

/** @throws RangeError when a record holds no usable mixture. */
export function provenanceOf(known: KnownMixture): Provenance {
  if (known instanceof Mixture) return { mixture: known };
  if ("mixture" in known) return known;
  return { ...mixtureOf(known), version: known.version };
}
