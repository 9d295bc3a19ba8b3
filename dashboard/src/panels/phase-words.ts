import type { Phase } from "../../../src/live/view.js";
import { grouped } from "../shell/words.js";

export type Tone = "good" | "waiting" | "bad" | "quiet";

/** What the pipeline is doing: in two words, in a sentence, and whether that is as it should be. */
export function phaseWords({ name, why, points = 0, of = 0 }: Phase): { short: string; long: string; tone: Tone } {
  switch (name) {
    case "connecting":
      return { short: "connecting", long: "Waiting to be given the input's partitions.", tone: "waiting" };
    case "standing by":
      return {
        short: "standing by",
        long: "Another process does the work; this one takes over when it ends.",
        tone: "quiet",
      };
    case "restoring":
      return { short: "restoring", long: "Fencing older writers off and restoring the state.", tone: "waiting" };
    case "warming up":
      return {
        short: `warming up ${grouped(points)} of ${grouped(of)}`,
        long: `The first ${grouped(of)} points choose the first mixture; ${grouped(points)} are here. Labels follow then.`,
        tone: "waiting",
      };
    case "busy":
      return { short: "busy", long: "Learning, labelling and committing.", tone: "good" };
    case "idle":
      return { short: "idle", long: "Everything is learned; no new records.", tone: "good" };
    case "behind":
      return { short: "behind", long: `The input grew faster: ${why}.`, tone: "waiting" };
    case "blocked":
      return { short: "blocked", long: `No commit gets through: ${why}.`, tone: "bad" };
    case "fenced":
      return { short: "fenced", long: `This process writes nothing any more: ${why}.`, tone: "bad" };
    case "retrying":
      return { short: "retrying", long: `The task was dropped and is rebuilt: ${why}.`, tone: "bad" };
    case "ended":
      return {
        short: "ended",
        long: "The input has ended or the pipeline was stopped; what was committed stays here to be looked at.",
        tone: "quiet",
      };
    case "failed":
      return { short: "failed", long: `The pipeline has failed: ${why}.`, tone: "bad" };
  }
}
