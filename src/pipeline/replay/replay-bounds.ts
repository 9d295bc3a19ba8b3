import { z } from "zod";

const count = z.int().nonnegative();

/** What a replay reads: fixed when it begins and kept in its state, so that a resumed one reads the same. */
export const replayBoundsSchema = z.object({
  /** As asked for: a time is ms since 1970. */
  from: z.union([z.literal("earliest"), count]),
  to: z.union([z.literal("now"), count]),
  /** Offsets [starts[p], ends[p]) of input partition p. */
  starts: z.array(count),
  ends: z.array(count),
});

export type ReplayBounds = z.infer<typeof replayBoundsSchema>;
