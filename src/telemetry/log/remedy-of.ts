import {
  AuthenticationError,
  AuthorizationError,
  BrokerError,
  FencedError,
  MessageTooLargeError,
  UnknownPartitionError,
} from "../../broker/errors.js";

/** What the reader of the log can do about an error. */
export function remedyOf(error: Error): string {
  if (error instanceof FencedError) return "none needed: the other process goes on, this one stands by";
  if (error instanceof AuthenticationError) return "check kafka.sasl and kafka.ssl";
  if (error instanceof AuthorizationError)
    return "give this user the missing right; `mixtide doctor` tells which are needed";
  if (error instanceof MessageTooLargeError)
    return "lower sizes.send and sizes.part, or raise max.message.bytes of the app's topics";
  if (error instanceof UnknownPartitionError) return "compare the topics with the input: `mixtide topics check`";
  if (error instanceof BrokerError && error.retriable)
    return "none needed: it is tried again; should it go on, `mixtide doctor` looks at the brokers";
  return "`mixtide doctor` looks at brokers, topics and rights";
}
