import type { Broker } from "../../../src/broker/broker.js";

/** What a broker adapter brings along so that the contract can be tried on it. */
export interface BrokerHarness {
  /** A client of its own, as of another process. The harness closes it at the end. */
  connect(clientId: string): Promise<Broker>;
  /** A name that nobody else uses, for a topic, group or transactional id. */
  unique(name: string): string;
  /** Resolves once the condition holds, fails when it does not within the adapter's patience. */
  until(condition: () => boolean | Promise<boolean>, what: string): Promise<void>;
  /** A session timeout short enough to wait for, ms. */
  readonly sessionTimeoutMs: number;
  /** Closes every connection. */
  close(): Promise<void>;
}

export type MakeHarness = () => Promise<BrokerHarness>;
