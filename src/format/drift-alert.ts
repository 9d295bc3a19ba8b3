import type { LearnerEvent } from "../learning/learner-event.js";
import { eventNumbers } from "./lifecycle-event.js";
import type { Origins } from "./origins.js";
import { type DriftAlert, RECORD_SCHEMA, type RecordSource } from "./records.js";

/** Where a point stands among others. */
export interface PointPlace {
  readonly origins: Origins;
  /** Its place in them. */
  readonly point: number;
}

/**
 * The alert of a drift.
 *
 * @param place of the point at which it was noticed, if it was at one.
 */
export function driftAlert(event: LearnerEvent, place?: PointPlace): DriftAlert {
  const { detector = "unknown", points, version } = event;
  return {
    schema: RECORD_SCHEMA,
    kind: "drift",
    ...(place === undefined ? {} : originOf(place)),
    version,
    points,
    detector,
    message: `the stream has changed: ${detector} noticed it after ${points} points`,
    ...eventNumbers(event),
  };
}

function originOf({ origins, point }: PointPlace): Pick<DriftAlert, "source" | "timestamp"> {
  const timestamp = origins.timestamps[point]!;
  return { source: sourceOf(origins, point), ...(Number.isNaN(timestamp) ? {} : { timestamp }) };
}

function sourceOf({ indices, offsets, partition, topic }: Origins, point: number): RecordSource {
  const index = indices[point]!;
  return { topic, partition, offset: String(offsets[point]), ...(index < 0 ? {} : { index }) };
}
