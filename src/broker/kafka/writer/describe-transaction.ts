import type { Decoder } from "../client/kafkajs.js";
import { API, flexibleRequest, readStructures, writeCount } from "../network/flexible.js";
import { CODE, failOn } from "../network/kafka-errors.js";
import type { Link } from "../network/link.js";

/** What a coordinator knows of a transactional id. */
export interface TransactionState {
  /** `Ongoing`, `PrepareCommit`, `CompleteCommit`, `PrepareAbort`, `CompleteAbort`, `Empty`, … */
  readonly state: string;
  readonly producerId: bigint;
  readonly epoch: number;
}

/** Brokers from 3.0 on can be asked. */
export const canDescribe = (link: Link): boolean => link.supports(API.describeTransactions);

/**
 * Asks the coordinator of a transactional id for its state; undefined when it has never heard of it.
 *
 * @throws AuthorizationError | BrokerError
 */
export async function describeTransaction(link: Link, transactionalId: string): Promise<TransactionState | undefined> {
  const request = flexibleRequest({
    name: "describeTransactions",
    write: (encoder) => void writeCount(encoder, 1).writeUVarIntString(transactionalId),
    read,
  });
  const [found] = await link.send<Described[]>(request);
  if (found === undefined || found.errorCode === CODE.transactionalIdNotFound) return undefined;
  failOn(`looking up transactional id ${transactionalId}`, found.errorCode);
  return found;
}

interface Described extends TransactionState {
  readonly errorCode: number;
}

function read(decoder: Decoder): Described[] {
  decoder.readInt32(); // throttle time
  return readStructures(decoder, () => {
    const errorCode = decoder.readInt16();
    decoder.readUVarIntString(); // transactional id
    const state = decoder.readUVarIntString() ?? "";
    decoder.readInt32(); // timeout
    decoder.readInt64(); // start time
    const producerId = BigInt(decoder.readInt64().toString());
    const epoch = decoder.readInt16();
    readStructures(decoder, skipTopic);
    return { errorCode, state, producerId, epoch };
  });
}

function skipTopic(decoder: Decoder): void {
  decoder.readUVarIntString();
  for (let left = decoder.readUVarInt() - 1; left > 0; left--) decoder.readInt32();
}
