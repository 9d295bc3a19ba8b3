import {
  AuthenticationError,
  AuthorizationError,
  BrokerError,
  FencedError,
  MessageTooLargeError,
  UnknownPartitionError,
} from "../../errors.js";
import { kafkaJs } from "../client/kafkajs.js";

/** Error codes of the protocol that are dealt with by name. */
export const CODE = {
  none: 0,
  offsetOutOfRange: 1,
  unknownTopicOrPartition: 3,
  leaderNotAvailable: 5,
  notLeader: 6,
  messageTooLarge: 10,
  coordinatorLoading: 14,
  coordinatorNotAvailable: 15,
  notCoordinator: 16,
  recordListTooLarge: 18,
  illegalGeneration: 22,
  unknownMember: 25,
  rebalanceInProgress: 27,
  topicAuthorizationFailed: 29,
  groupAuthorizationFailed: 30,
  clusterAuthorizationFailed: 31,
  topicAlreadyExists: 36,
  duplicateSequence: 46,
  invalidProducerEpoch: 47,
  concurrentTransactions: 51,
  transactionalIdAuthorizationFailed: 53,
  operationNotAttempted: 55,
  saslAuthenticationFailed: 58,
  memberIdRequired: 79,
  producerFenced: 90,
  transactionalIdNotFound: 105,
} as const;

/** What the broker answered instead of doing it. */
export interface KafkaFailure {
  readonly code: number;
  /** Name in the protocol, for instance `NOT_LEADER_FOR_PARTITION`. */
  readonly type: string;
}

/** A broker's error code as an error of the port; `cause` tells the code. */
export class ProtocolError extends BrokerError implements KafkaFailure {
  readonly code: number;
  readonly type: string;
  constructor(what: string, { code, type, message, retriable }: Known) {
    super(`${what}: ${message} (${type})`, { retriable });
    this.code = code;
    this.type = type;
  }
}

interface Known extends KafkaFailure {
  readonly message: string;
  readonly retriable: boolean;
}

/** Retriable beyond what the client's table says. */
const RETRIABLE: ReadonlySet<number> = new Set([CODE.unknownTopicOrPartition, CODE.concurrentTransactions, 13, 57]);

let table: ReadonlyMap<number, Known> | undefined;

function known(code: number): Known {
  table ??= new Map(kafkaJs().errorCodes.map((entry) => [entry.code, entry]));
  const found = table.get(code) ?? { code, type: `ERROR_${code}`, message: "the broker refused", retriable: false };
  return RETRIABLE.has(code) ? { ...found, retriable: true } : found;
}

const RIGHTS: Readonly<Record<number, string>> = {
  [CODE.topicAuthorizationFailed]: "the rights to this topic are missing: allow Describe, and Read or Write as needed",
  [CODE.groupAuthorizationFailed]: "the right to this group is missing: allow Read on the group",
  [CODE.clusterAuthorizationFailed]: "a right to the cluster is missing: allow IdempotentWrite, or Create for topics",
  [CODE.transactionalIdAuthorizationFailed]:
    "the right to this transactional id is missing: allow Describe and Write on the transactional id",
};

/**
 * The error for a broker's error code.
 *
 * @param what what was tried, naming topic, group or transactional id: "fetching points/0"
 */
export function protocolError(what: string, code: number): BrokerError {
  const failure = known(code);
  const options = { cause: new ProtocolError(what, failure) };
  if (code === CODE.invalidProducerEpoch || code === CODE.producerFenced)
    return new FencedError(`${what}: a newer writer has this transactional id (${failure.type})`, options);
  if (code === CODE.messageTooLarge || code === CODE.recordListTooLarge)
    return new MessageTooLargeError(`${what}: larger than the broker takes (${failure.type})`, options);
  if (code === CODE.saslAuthenticationFailed) return new AuthenticationError(`${what}: ${failure.message}`, options);
  const right = RIGHTS[code];
  if (right !== undefined) return new AuthorizationError(`${what}: ${right} (${failure.type})`, options);
  return new ProtocolError(what, failure);
}

/** @throws what {@link protocolError} makes of a code other than 0 */
export function failOn(what: string, code: number): void {
  if (code !== CODE.none) throw protocolError(what, code);
}

/** The protocol's code behind an error, if it came from a broker. */
export function codeOf(error: unknown): number | undefined {
  if (error instanceof ProtocolError) return error.code;
  if (error instanceof BrokerError && error.cause instanceof ProtocolError) return error.cause.code;
  return undefined;
}

/** Metadata or coordinator are not what we think: ask again before retrying. */
const MOVED: ReadonlySet<number> = new Set([
  CODE.unknownTopicOrPartition,
  CODE.leaderNotAvailable,
  CODE.notLeader,
  CODE.coordinatorNotAvailable,
  CODE.notCoordinator,
  9, // REPLICA_NOT_AVAILABLE
  56, // KAFKA_STORAGE_ERROR
  72, // LISTENER_NOT_FOUND
  74, // FENCED_LEADER_EPOCH
  75, // UNKNOWN_LEADER_EPOCH
]);

export const hasMoved = (error: unknown): boolean => MOVED.has(codeOf(error) ?? CODE.none);

/** No such partition, as far as the metadata says. */
export function unknownPartition(topic: string, partition: number, count: number): UnknownPartitionError {
  const has = count === 0 ? "there is no such topic" : `the topic has ${count}`;
  return new UnknownPartitionError(`unknown partition ${topic}/${partition}: ${has}`);
}

/** The connection failed, or there was none; nothing is known of what the broker did. */
export class ConnectionLostError extends BrokerError {
  constructor(message: string, cause?: unknown) {
    super(message, { retriable: true, ...(cause === undefined ? {} : { cause }) });
  }
}

/** Whatever a kafkajs connection throws, as an error of the port. */
export function connectionError(where: string, error: unknown): BrokerError {
  if (error instanceof BrokerError) return error;
  const { name, message } = error as Error;
  if (name === "KafkaJSSASLAuthenticationError" || /SASL|sasl/.test(message))
    return new AuthenticationError(`${where}: ${message}`, { cause: error });
  return new ConnectionLostError(`${where}: ${message}`, error);
}
