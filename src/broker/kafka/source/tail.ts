import { Observable } from "rxjs";
import type { SourceBatch, SourceEvent } from "../../broker.js";
import { unknownPartition } from "../network/kafka-errors.js";
import { listOffset, OFFSET_OF } from "../network/list-offsets.js";
import type { Network } from "../network/network.js";
import { Fetcher } from "./fetcher.js";
import { PartitionCursor } from "./partition-cursor.js";

export interface TailOptions {
  readonly topic: string;
  /** `latest`: only what is committed from now on. */
  readonly from: "earliest" | "latest";
  /** Records in a batch at most; default 2,000. */
  readonly batchRecords?: number;
}

export type TailEvent = SourceBatch | Extract<SourceEvent, { type: "trouble" }>;

/**
 * Reads a topic without a group: every reader gets everything, nothing is kept about it at the broker. Partitions that
 * are added later are not seen. Where retention overtakes the reader it goes on at the log's start.
 *
 * @param purpose names this reader's connections
 */
export function tail(network: Network, purpose: string, options: TailOptions): Observable<TailEvent> {
  return new Observable((subscriber) => {
    let fetcher: Fetcher | undefined;
    let cursors: PartitionCursor[] = [];
    const how = {
      epoch: 0,
      batchRecords: options.batchRecords ?? 2_000,
      emit: (batch: SourceBatch) => subscriber.next(batch),
      onHungry: () => fetcher?.poke(),
    };
    const restart = async (cursor: PartitionCursor) => cursor.seek(await listOffset(network, cursor, OFFSET_OF.start));
    const fail = (error: unknown) => {
      if (!network.signal.aborted) subscriber.error(error);
    };
    const begin = async () => {
      const { topic, from } = options;
      const partitions = (await network.persist(() => network.refresh([topic]))).topics.get(topic) ?? [];
      if (partitions.length === 0) throw unknownPartition(topic, 0, 0);
      const start = from === "latest" ? OFFSET_OF.end : OFFSET_OF.start;
      const made = partitions.map(({ partition }) => new PartitionCursor({ topic, partition }, how));
      await Promise.all(made.map(async (cursor) => cursor.resolve(await listOffset(network, cursor, start))));
      if (subscriber.closed) return;
      cursors = made;
      fetcher = new Fetcher(cursors, {
        network,
        purpose: `tail ${purpose}`,
        onOutOfRange: (cursor) => void restart(cursor).catch(fail),
        onTrouble: (error) => subscriber.next({ type: "trouble", error }),
        fail,
      });
      fetcher.poke();
    };
    const complete = () => subscriber.complete();
    network.signal.addEventListener("abort", complete);
    begin().catch(fail);
    return () => {
      network.signal.removeEventListener("abort", complete);
      fetcher?.stop();
      for (const cursor of cursors) cursor.stop();
      network.closeLinks(`tail ${purpose}`);
    };
  });
}
