import { z } from "zod";
import { lifecycleEvent } from "../../format/lifecycle-event.js";
import { lifecycleEventSchema } from "../../format/records.js";
import type { LearnerEvent } from "../../learning/learner-event.js";

/** So many events are kept for the next snapshot: the manifest, which is written with every commit, stays small. */
const MOST = 100;

/** What has happened to the mixture since the newest snapshot, until the next one tells it. */
export const pendingEventsSchema = z.object({
  /** The newest ones. */
  list: z.array(lifecycleEventSchema),
  /** How many there were before them. */
  omitted: z.int().nonnegative(),
});
export type PendingEvents = z.infer<typeof pendingEventsSchema>;

export const NO_EVENTS: PendingEvents = { list: [], omitted: 0 };

/** The newest events are kept: they are what has made the mixture that the snapshot will hold. */
export function withEvents(pending: PendingEvents, events: readonly LearnerEvent[]): PendingEvents {
  if (events.length === 0) return pending;
  const all = [...pending.list, ...events.map(lifecycleEvent)];
  const beyond = Math.max(0, all.length - MOST);
  return { list: all.slice(beyond), omitted: pending.omitted + beyond };
}
