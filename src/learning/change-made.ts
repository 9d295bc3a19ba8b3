import type { Change } from "../lifecycle/review.js";

/** What a review changed, apart from the mixture: plain data. */
export type ChangeMade = Omit<Change, "mixture" | "statistics" | "effectiveCount">;

export function madeOf({ kind, nextId, components, numbers }: Change): ChangeMade {
  return { kind, nextId, components, numbers };
}
