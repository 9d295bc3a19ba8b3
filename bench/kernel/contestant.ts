import type { Case } from "../data.js";

/** Something that learns points and can be timed: one of our kernels, or a peer in a process of its own. */
export interface Contestant {
  readonly implementation: string;
  readonly pruning?: boolean;
  readonly version?: string;
  /** Takes over mixture and points, warms up, and gives the mean log-likelihood that it computes, nats a point. */
  load(given: Case): Promise<number>;
  /** Processor seconds of one pass, from as many passes as take `least` of them. */
  turn(least: number): Promise<number>;
  close(): Promise<void>;
}
