import type { Candidate } from "./candidate.js";
import type { PartialOptions } from "./partial-em.js";

/** One component more, fitted to the training points. */
export interface Proposal {
  readonly kind: "split" | "birth";
  readonly candidate: Candidate;
  readonly share: PartialOptions["share"];
  /**
   * The mixture as it could be without a further component: the one most concerned fitted anew to the same points. A
   * component that has only moved must not be doubled.
   */
  readonly rival: Candidate;
  /** Nats that the training points gain with the candidate over the mixture that is there, and over the rival. */
  readonly gain: number;
  readonly promise: number;
}
