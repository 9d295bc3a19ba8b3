import type { LifecycleEvent } from "../../format/records.js";
import { grouped } from "../terminal/numbers.js";

/** Something that happened to a mixture, in a few words. */
export function eventText({ components, detector, kind, points, version }: LifecycleEvent): string {
  const whom = components.length === 0 ? "" : ` of ${components.join(", ")}`;
  const by = detector === undefined ? "" : `, noticed by ${detector}`;
  const when = points === undefined ? "" : `, after ${grouped(points)} points`;
  return `${kind}${whom} at version ${grouped(version)}${when}${by}`;
}
