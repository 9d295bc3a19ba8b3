import type { IncomingRecord, OutgoingRecord } from "../../../../src/broker/broker.js";
import type { ConnectOptions, MemoryConnection } from "../../../../src/broker/memory/client/memory-connection.js";
import type { ClusterOptions } from "../../../../src/broker/memory/cluster-core.js";
import { MemoryCluster } from "../../../../src/broker/memory/memory-cluster.js";
import { VirtualClock } from "./virtual-clock.js";

/** A cluster in virtual time with topic `points` of some partitions. */
export interface Simulated {
  readonly clock: VirtualClock;
  readonly cluster: MemoryCluster;
  connect(clientId: string, options?: Partial<ConnectOptions>): MemoryConnection;
  /** Values that readers of the partition see now. */
  committed(topic: string, partition: number): string[];
}

export function simulated(options: ClusterOptions & { partitions?: number } = {}): Simulated {
  const clock = new VirtualClock();
  const cluster = new MemoryCluster({ scheduler: clock.scheduler, ...options });
  cluster.createTopics([{ topic: "points", partitions: options.partitions ?? 1, cleanup: "delete" }]);
  return {
    clock,
    cluster,
    connect: (clientId, connectOptions = {}) => cluster.connect({ clientId, ...connectOptions }),
    committed: (topic, partition) => {
      const { records, stableEnd } = cluster.inspect(topic, partition);
      return texts(records.filter(({ fate, offset }) => fate === "committed" && offset < stableEnd));
    },
  };
}

export const texts = (records: readonly IncomingRecord[]): string[] =>
  records.map(({ value }) => (value === null ? "null" : new TextDecoder().decode(value)));

export const record = (value: string): OutgoingRecord => ({ value: new TextEncoder().encode(value) });

export const keyed = (key: string, value: string | null): OutgoingRecord => ({
  key: new TextEncoder().encode(key),
  value: value === null ? null : new TextEncoder().encode(value),
});
