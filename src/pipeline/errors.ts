/** The pipeline refuses to start or to go on, because going on would lose or double records. Says what to do. */
export class RefusedError extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = new.target.name;
  }
}

/** Retention deleted records before they were learned, and the policy is `fail`. */
export class RetentionError extends RefusedError {}

/** A topic is missing, has lost partitions or is not the one that the state was made from. */
export class TopicError extends RefusedError {}
