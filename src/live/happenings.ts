import type { LearnerEvent } from "../learning/learner-event.js";
import type { PipelineEvent } from "../pipeline/events.js";
import type { Happening } from "./view.js";

/** What happened to the mixture, as viewers are told. */
export function ofMixture(
  { kind, version, points, components, numbers, detector }: LearnerEvent,
  at: number,
): Happening {
  const finite = Object.entries(numbers).filter(([, value]) => Number.isFinite(value));
  return {
    at,
    kind,
    learned: points,
    version,
    components,
    numbers: Object.fromEntries(finite),
    ...(detector === undefined ? {} : { detector }),
  };
}

/** What of the pipeline's events belongs into a history; undefined = nothing. */
export function ofPipeline(event: PipelineEvent, at: number, learned: number): Happening | undefined {
  switch (event.type) {
    case "model-ready":
      return { at, kind: "ready", learned: event.points, version: event.version };
    case "restored":
      return { at, kind: "restored", learned: event.points, version: event.version };
    case "dropped":
      return { at, kind: "retrying", learned, why: event.error.message };
    case "fenced":
      return { at, kind: "fenced", learned, why: event.rival ?? "another process" };
    case "retention-overtook":
      return { at, kind: "skipped", learned, why: `${event.to - event.from} records that retention deleted` };
    default:
      return undefined;
  }
}
