import { PARTITIONS } from "../pipeline/trial.js";
import type { Commit, SoakMessage } from "./messages.js";

/** What is known of the pipeline from what its process tells. */
export class PipelineWatch {
  /** Points committed. */
  learned = 0;
  /** Tasks that failed and were rebuilt, by why. */
  readonly dropped: string[] = [];
  /** When the first commit with points was through, ms since 1970. */
  begun: number | undefined;
  #positions: Readonly<Record<string, number>> = {};
  #commits: Commit[] = [];

  take(message: Exclude<SoakMessage, { type: "memory" | "rest" }>): void {
    if (message.type === "dropped") {
      this.dropped.push(message.error);
      return;
    }
    this.#positions = message.positions;
    if (message.type === "restored") {
      this.learned = message.points;
      return;
    }
    this.learned += message.points;
    this.#commits.push(message);
    if (message.points > 0) this.begun ??= message.at;
  }

  /** Commits since the last call. */
  takeCommits(): Commit[] {
    const commits = this.#commits;
    this.#commits = [];
    return commits;
  }

  /** Offsets from the learned positions to the ends of all partitions. */
  offsetsBehind(ends: readonly number[]): number {
    let behind = 0;
    for (let partition = 0; partition < PARTITIONS; partition++)
      behind += Math.max(0, (ends[partition] ?? 0) - (this.#positions[partition] ?? 0));
    return behind;
  }
}
