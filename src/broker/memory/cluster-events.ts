import type { TopicPartition } from "../broker.js";

/** What happened inside the cluster, for simulators that check invariants on the truth. */
export type ClusterEvent =
  | {
      readonly type: "append";
      readonly topic: string;
      readonly partition: number;
      readonly baseOffset: number;
      readonly records: number;
      /** Absent for plain records. */
      readonly transactionalId?: string;
    }
  /** A new epoch of a transactional id: all older writers are fenced from here on. */
  | { readonly type: "epoch"; readonly transactionalId: string; readonly epoch: number; readonly clientId: string }
  | {
      readonly type: "transaction";
      readonly transactionalId: string;
      readonly epoch: number;
      readonly fate: "committed" | "aborted";
      /** Who decided: the writer itself, a newer writer, or its transaction timeout. */
      readonly by: "writer" | "successor" | "timeout";
      readonly partitions: readonly TopicPartition[];
    }
  | {
      readonly type: "generation";
      readonly group: string;
      readonly generation: number;
      /** By client id; standbys have none. */
      readonly assignments: ReadonlyMap<string, readonly TopicPartition[]>;
    }
  | { readonly type: "expelled"; readonly group: string; readonly clientId: string };

export type ClusterObserver = (event: ClusterEvent) => void;
