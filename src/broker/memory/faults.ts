/** The steps of a client at which something can go wrong. */
export type CallName =
  | "clusterId"
  | "writer"
  | "begin"
  | "append"
  | "commit"
  | "abort"
  | "join"
  | "heartbeat"
  | "leave"
  | "fetch"
  | "metadata"
  | "commitPositions"
  | "readToEnd"
  | "createTopics"
  | "partitionCounts"
  | "listTopics"
  | "describeTopics"
  | "brokerCount"
  | "growTopic"
  | "bounds"
  | "offsetAt"
  | "groupPositions"
  | "deleteRecords";

/** What a call is about. */
export interface Call {
  readonly name: CallName;
  readonly transactionalId?: string;
  readonly group?: string;
  readonly topic?: string;
  readonly partition?: number;
  /** Records appended. */
  readonly records?: number;
}

/** A call as a fault script sees it, twice: on its way to the broker and, if it got there, on its way back. */
export interface FaultPoint extends Call {
  readonly clientId: string;
  /** 1, and more when the client repeats a call whose reply was lost. */
  readonly attempt: number;
  /** `before`: nothing has happened yet. `after`: the call has had its effect. */
  readonly phase: "before" | "after";
}

export interface Fault {
  /** The request (`before`) or the reply (`after`) takes so long, ms on the connection's scheduler. */
  readonly delayMs?: number;
  /** The call fails with it: without an effect (`before`) or in spite of its effect (`after`). */
  readonly error?: Error;
  /**
   * Request or reply is lost on the way. The client repeats calls that are safe to repeat; `commit` and `abort` fail
   * with a retriable `BrokerError`, their outcome unknown to the caller (see `Habits.lostOutcome`).
   */
  readonly loseReply?: boolean;
  /** The process dies here, as by `kill()`. */
  readonly crash?: boolean;
}

/** A fault script: consulted at each call, `undefined` = nothing happens. */
export type Faults = (point: FaultPoint) => Fault | undefined;
