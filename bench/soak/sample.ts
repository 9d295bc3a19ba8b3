import type { Commit, Memory } from "./messages.js";

/** Fed as fast as the pipeline takes it, or at a share of that speed. */
export type Phase = "full" | "load";

/** How things stood at a moment, and what has been committed since the moment before. */
export interface Sample {
  /** Seconds since the first commit. */
  readonly at: number;
  /** Undefined while the backlog of one phase is worked off before the next. */
  readonly phase: Phase | undefined;
  /** Points committed so far. */
  readonly learned: number;
  /** Points fed and not yet committed. */
  readonly lag: number;
  /** The same by the broker: offsets from the learned positions to the ends, markers of transactions included. */
  readonly lagOffsets: number;
  /** Labels read so far. */
  readonly labels: number;
  readonly memory: Memory;
  /** Processor time of the pipeline's process so far, ms. */
  readonly processor: number;
  readonly commits: readonly Commit[];
}

/** Memory in use while nothing is fed and everything is learned, all garbage being collected. */
export interface Rest {
  /** Seconds since the first commit. */
  readonly at: number;
  readonly memory: Memory;
}

/** Time that went into commits, all of it ms. */
export interface CommitTime {
  /** From begin to reply; the pipeline learns meanwhile. */
  readonly committing: number;
  /** The state's part: putting it together, and of the transaction its share by bytes. */
  readonly state: number;
}

export function commitTime(commits: readonly Commit[]): CommitTime {
  let [committing, state] = [0, 0];
  for (const { bytes, ms, stateBytes, stateMs } of commits) {
    committing += ms;
    state += stateMs + (bytes === 0 ? 0 : (ms * stateBytes) / bytes);
  }
  return { committing, state };
}
