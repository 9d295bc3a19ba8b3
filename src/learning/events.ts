import type { Exchanged } from "./changes.js";
import type { Verdict } from "./keeping-up.js";
import type { LearnerEvent } from "./learner-event.js";
import type { Progress } from "./stepwise-em.js";

/** What is told of a verdict; `progress` is that of the mixture after it. */
export function eventOf(
  verdict: Exclude<Verdict, { kind: "replacement" }>,
  { mixture, version }: Progress,
  points: number,
): LearnerEvent {
  const now = { version, points, components: Array.from(mixture.ids) };
  switch (verdict.kind) {
    case "drift": {
      const { kind, detector, rise, since } = verdict;
      return { ...now, kind, detector, numbers: { rise, since } };
    }
    case "dismissal":
      return { ...now, kind: verdict.kind, numbers: { gain: verdict.gain } };
    case "repair": {
      const { kind, components, numbers } = verdict.change;
      return { ...now, kind, components, numbers };
    }
  }
}

/** What is told when the whole mixture was exchanged, and with it which components. */
export function replacementEvents(
  { progress, births, deaths }: Exchanged,
  points: number,
  figures: { readonly gain: number; readonly since: number },
): LearnerEvent[] {
  const { mixture, version } = progress;
  const now = { version, points };
  const numbers = { ...figures, births: births.length, deaths: deaths.length };
  return [
    { ...now, kind: "replacement", components: Array.from(mixture.ids), numbers },
    ...deaths.map((id) => ({ ...now, kind: "death" as const, components: [id], numbers: {} })),
    ...births.map((id) => ({ ...now, kind: "birth" as const, components: [id], numbers: {} })),
  ];
}
