import type { LearnerEvent } from "../learning/learner-event.js";
import type { LifecycleEvent } from "./records.js";

/** An event of a learner as records tell it. */
export function lifecycleEvent(event: LearnerEvent): LifecycleEvent {
  const { components, detector, kind, points, version } = event;
  return {
    kind,
    version,
    points,
    components: [...components],
    ...(detector === undefined ? {} : { detector }),
    ...eventNumbers(event),
  };
}

/** The figures of an event, where it has any; those that JSON does not have are left out. */
export function eventNumbers({ numbers }: Pick<LearnerEvent, "numbers">): { numbers?: Record<string, number> } {
  const finite = Object.entries(numbers).filter(([, value]) => Number.isFinite(value));
  return finite.length === 0 ? {} : { numbers: Object.fromEntries(finite) };
}
