import type { LearnerEvent, LearnerEventKind } from "../../learning/learner-event.js";
import type { LogLine } from "./log-line.js";

/** A drift asks for attention; what follows from it, or happens to single components, is the mixture's own business. */
const LINES: Readonly<Record<LearnerEventKind, Pick<LogLine, "level" | "message">>> = {
  drift: { level: "warn", message: "the stream has changed" },
  replacement: { level: "info", message: "a mixture of what came since has taken over" },
  dismissal: { level: "info", message: "the mixture stays: it is better than one of what came since" },
  birth: { level: "info", message: "a component has appeared" },
  death: { level: "info", message: "a component has vanished" },
  split: { level: "info", message: "a component has fallen into two" },
  merge: { level: "info", message: "a component has taken another in" },
  respawn: { level: "info", message: "a component that had lost its points began anew elsewhere" },
  reweight: { level: "info", message: "the weights of components were set to what recent points say" },
};

/** Everything that can happen to a mixture. */
export const MODEL_EVENT_KINDS = Object.keys(LINES) as readonly LearnerEventKind[];

/** A line for something that happened to the mixture. */
export function modelEventLine({ kind, ...details }: LearnerEvent): LogLine {
  return { ...LINES[kind], details };
}
