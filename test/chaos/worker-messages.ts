import type { Bug } from "./bugs.js";

/** What a worker is told at its start, as its only argument. */
export interface WorkerTask {
  readonly name: string;
  readonly configPath: string;
  readonly metadataMaxAgeMs: number;
  readonly bug?: Bug;
}

/** Asks a worker to strike itself at a moment of its next commit. */
export interface Arm {
  readonly signal: "SIGKILL" | "SIGSTOP";
  /** In [0, 1): from before `begin` to after the commit's reply. */
  readonly moment: number;
  /** ms since 1970: later it is struck from outside, and once is enough. */
  readonly until: number;
}

/** An event of the pipeline in a form that travels between processes. */
export interface WorkerEvent {
  readonly type: string;
  /** ms since 1970. */
  readonly at: number;
  readonly unit?: number;
  readonly points?: number;
  /** Next offsets, by input partition. */
  readonly positions?: Readonly<Record<string, number>>;
  /** Of `assigned`: how many; 0 = a standby. */
  readonly partitions?: number;
  readonly message?: string;
}
