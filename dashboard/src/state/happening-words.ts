import type { Happening } from "../../../src/live/view.js";
import { brief, grouped } from "../shell/words.js";

/** How something that happened is told: a word for its mark, a sentence for lists, and how loud. */
export interface HappeningWords {
  readonly mark: string;
  readonly sentence: string;
  readonly tone: "alarm" | "change" | "quiet";
}

const list = (ids: readonly number[]): string => ids.join(", ");

export function wordsOf({ kind, components = [], numbers = {}, detector, why, version }: Happening): HappeningWords {
  const [first, ...rest] = components;
  const gain = numbers.gain === undefined ? "" : ` (${brief(numbers.gain)} nats a point better)`;
  switch (kind) {
    case "drift":
      return {
        mark: "drift",
        sentence: `The stream has changed: ${detector ?? "a detector"} noticed it. A new mixture competes now.`,
        tone: "alarm",
      };
    case "replacement":
      return { mark: "new mixture", sentence: `A mixture fitted to what came since took over${gain}.`, tone: "change" };
    case "dismissal":
      return { mark: "stays", sentence: "The competing mixture was not better: the old one stays.", tone: "quiet" };
    case "birth":
      return { mark: `+${list(components)}`, sentence: `Cluster ${list(components)} appeared.`, tone: "change" };
    case "death":
      return { mark: `−${list(components)}`, sentence: `Cluster ${list(components)} vanished.`, tone: "change" };
    case "split":
      return { mark: "split", sentence: `Cluster ${first} fell into ${rest.join(" and ")}.`, tone: "change" };
    case "merge":
      return {
        mark: "merge",
        sentence: `Clusters ${components.slice(0, -1).join(" and ")} became cluster ${components.at(-1)}.`,
        tone: "change",
      };
    case "respawn":
      return {
        mark: "respawn",
        sentence: `Cluster ${first} had lost its points and began anew as ${rest.join(", ") || "another"}.`,
        tone: "change",
      };
    case "reweight":
      return { mark: "weights", sentence: "Weights were set to what recent points say.", tone: "quiet" };
    case "ready":
      return { mark: "ready", sentence: "The warm-up is over: labels follow.", tone: "quiet" };
    case "restored":
      return {
        mark: "restart",
        sentence: `The model was restored at version ${grouped(version ?? 0)}.`,
        tone: "quiet",
      };
    case "retrying":
      return { mark: "fault", sentence: `The task was dropped and tries again: ${why}.`, tone: "alarm" };
    case "fenced":
      return { mark: "fenced", sentence: `${why} took over.`, tone: "alarm" };
    case "skipped":
      return { mark: "skipped", sentence: `Left out: ${why}.`, tone: "alarm" };
    default:
      return {
        mark: kind,
        sentence: `${kind}${components.length > 0 ? ` of ${list(components)}` : ""}.`,
        tone: "quiet",
      };
  }
}
