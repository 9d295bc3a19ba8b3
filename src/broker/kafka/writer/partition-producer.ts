import { BrokerError } from "../../errors.js";
import { CODE, ConnectionLostError, codeOf, hasMoved, protocolError } from "../network/kafka-errors.js";
import type { Network } from "../network/network.js";
import { Gather } from "./gather.js";
import { outcomesOf, type ProduceBatch, produceRequest } from "./produce.js";

/** Bytes of one request at most; the broker takes 100 MB. */
const REQUEST_BYTES = 16_000_000;

/**
 * Brings record batches to the leaders of their partitions. What goes to one broker at the same time goes in one
 * request; a batch whose fate is unknown is sent again, and stored once thanks to its sequence number.
 */
export class PartitionProducer {
  readonly #network: Network;
  readonly #transactionalId: string;
  readonly #leaders = new Map<number, Gather<ProduceBatch>>();

  constructor(network: Network, transactionalId: string) {
    this.#network = network;
    this.#transactionalId = transactionalId;
  }

  async send(batch: ProduceBatch): Promise<void> {
    const { topic, partition } = batch;
    let isRepeated = false;
    await this.#network.persist(async () => {
      const leader = await this.#network.leader(topic, partition);
      try {
        await this.#gatherOf(leader).add(batch);
        if (!isRepeated) batch.onTaken?.();
      } catch (error) {
        if (isRepeated && codeOf(error) === CODE.duplicateSequence) return; // the first attempt had arrived
        isRepeated = true;
        if (hasMoved(error) || error instanceof ConnectionLostError) this.#network.forgetTopic(topic);
        throw error;
      }
    });
  }

  #gatherOf(leader: number): Gather<ProduceBatch> {
    let gather = this.#leaders.get(leader);
    if (gather === undefined) {
      gather = new Gather((batches, fail) => this.#produce(leader, batches, fail), batchesWithin);
      this.#leaders.set(leader, gather);
    }
    return gather;
  }

  async #produce(
    leader: number,
    batches: readonly ProduceBatch[],
    fail: (batch: ProduceBatch, error: unknown) => void,
  ): Promise<void> {
    const { requestTimeoutMs } = this.#network.options;
    const link = await this.#network.link(leader, "main");
    const answer = await link.send(produceRequest(this.#transactionalId, batches, requestTimeoutMs), requestTimeoutMs);
    const outcomes = new Map(outcomesOf(answer).map((outcome) => [`${outcome.topic}/${outcome.partition}`, outcome]));
    for (const batch of batches) {
      const name = `${batch.topic}/${batch.partition}`;
      const code = outcomes.get(name)?.errorCode;
      if (code === undefined) fail(batch, new BrokerError(`the broker said nothing about a batch for ${name}`));
      else if (code !== CODE.none) fail(batch, protocolError(`writing to ${name} as ${this.#transactionalId}`, code));
    }
  }
}

/** The first of these, up to the limit, each partition once: a request holds one batch of a partition. */
function batchesWithin(batches: readonly ProduceBatch[]): number {
  let bytes = 0;
  const seen = new Set<string>();
  for (const [i, batch] of batches.entries()) {
    const name = `${batch.topic}/${batch.partition}`;
    bytes += batch.bytes.length;
    if (i > 0 && (bytes > REQUEST_BYTES || seen.has(name))) return i;
    seen.add(name);
  }
  return batches.length;
}
