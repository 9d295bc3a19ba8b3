/** An operating error of the broker. `retriable` = the same call may go through later. */
export class BrokerError extends Error {
  readonly retriable: boolean;
  constructor(message: string, options: { retriable?: boolean; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = new.target.name;
    this.retriable = options.retriable ?? false;
  }
}

/** A newer writer has taken this transactional id: rejoin the group first, then rebuild. */
export class FencedError extends BrokerError {}

/** A record batch beyond the broker's limit. */
export class MessageTooLargeError extends BrokerError {}

/** The topic has no such partition, as far as the broker's metadata says. */
export class UnknownPartitionError extends BrokerError {}

/** The broker does not believe who we are: wrong password, expired token, unknown mechanism. */
export class AuthenticationError extends BrokerError {}

/** The broker knows who we are and does not let us: a right (ACL) is missing. */
export class AuthorizationError extends BrokerError {}
