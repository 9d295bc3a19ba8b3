/** Bytes in use: of the whole process, of the heap, and of buffers beside it. */
export interface Memory {
  readonly resident: number;
  readonly heap: number;
  readonly external: number;
}

/** A transaction of the pipeline. */
export interface Commit {
  readonly type: "committed";
  /** ms since 1970. */
  readonly at: number;
  readonly points: number;
  /** From its begin to the reply of its commit. */
  readonly ms: number;
  /** What putting the state together took before it began. */
  readonly stateMs: number;
  readonly bytes: number;
  readonly stateBytes: number;
  /** By partition. */
  readonly positions: Readonly<Record<string, number>>;
}

/** What the process of the pipeline tells. */
export type SoakMessage =
  | Commit
  /** A task was rebuilt from its state, which holds so many points. */
  | { readonly type: "restored"; readonly points: number; readonly positions: Readonly<Record<string, number>> }
  | { readonly type: "dropped"; readonly error: string }
  | {
      readonly type: "memory";
      readonly at: number;
      readonly memory: Memory;
      /** Processor time of the process so far, all its threads, ms. */
      readonly processor: number;
    }
  /** What is in use, all garbage being collected: the answer to the line `rest`. */
  | { readonly type: "rest"; readonly at: number; readonly memory: Memory };
