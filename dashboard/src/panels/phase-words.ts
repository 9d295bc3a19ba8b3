import type { Phase } from "../../../src/live/view.js";
import { grouped } from "../shell/words.js";

export type Tone = "good" | "waiting" | "bad" | "quiet";

/** What the pipeline is doing: in two words, in a sentence, and whether that is as it should be. */
export function phaseWords(phase: Phase): { short: string; long: string; tone: Tone } {
  const { name, points = 0, of = 0 } = phase;
  const [tone, long] = sentenceOf(phase);
  return { short: name === "warming up" ? `${name} ${grouped(points)} of ${grouped(of)}` : name, long, tone };
}

function sentenceOf({ name, why, points = 0, of = 0 }: Phase): readonly [Tone, string] {
  switch (name) {
    case "connecting":
      return ["waiting", "Waiting to be given the input's partitions."];
    case "standing by":
      return ["quiet", "Another process does the work; this one takes over when it ends."];
    case "restoring":
      return ["waiting", "Fencing older writers off and restoring the state."];
    case "warming up":
      return [
        "waiting",
        `The first ${grouped(of)} points choose the first mixture; ${grouped(points)} are here. Labels follow then.`,
      ];
    case "busy":
      return ["good", "Learning, labelling and committing."];
    case "idle":
      return ["good", "Everything is learned; no new records."];
    case "behind":
      return ["waiting", `The input grew faster: ${why}.`];
    case "blocked":
      return ["bad", `No commit gets through: ${why}.`];
    case "fenced":
      return ["bad", `This process writes nothing any more: ${why}.`];
    case "retrying":
      return ["bad", `The task was dropped and is rebuilt: ${why}.`];
    case "ended":
      return [
        "quiet",
        "The input has ended or the pipeline was stopped; what was committed stays here to be looked at.",
      ];
    case "failed":
      return ["bad", `The pipeline has failed: ${why}.`];
  }
}
