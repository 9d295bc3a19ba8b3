import type { ConnectionOptions } from "node:tls";
import type { CompressionName } from "./records/compression.js";

/** Who we are, as SASL tells it. */
export type SaslOptions =
  | {
      readonly mechanism: "plain" | "scram-sha-256" | "scram-sha-512";
      readonly username: string;
      readonly password: string;
    }
  /** `token` is asked again for every connection: reuse and refresh are its business. */
  | { readonly mechanism: "oauthbearer"; readonly token: () => Promise<string> };

/** What the client has to say about itself; nothing of it needs an answer. */
export interface ClientLogEntry {
  readonly level: "error" | "warn" | "info" | "debug";
  readonly message: string;
  readonly [detail: string]: unknown;
}

/** How to reach a Kafka cluster. */
export interface KafkaOptions {
  /** Brokers to ask for the cluster, `host:port`. */
  readonly brokers: readonly string[];
  /** Name of this process among the cluster's clients. */
  readonly clientId: string;
  /** `true`, or what `tls.connect` takes. Default: no TLS. */
  readonly ssl?: boolean | ConnectionOptions;
  readonly sasl?: SaslOptions;
  /** Codec of what is written. Default: none. */
  readonly compression?: CompressionName;
  /** Default 5,000 ms. */
  readonly connectTimeoutMs?: number;
  /** A broker that has not answered for so long is left and asked anew; default 15,000 ms. */
  readonly requestTimeoutMs?: number;
  /**
   * Age at which the broker aborts an open transaction; longer than the longest commit. Also how long a call is
   * retried before it fails. Default 30,000 ms.
   */
  readonly transactionTimeoutMs?: number;
  /** Age at which what is known of topics is asked for again: how soon new partitions are seen. Default 30,000 ms. */
  readonly metadataMaxAgeMs?: number;
  /** Default: silence. */
  readonly log?: (entry: ClientLogEntry) => void;
}

/** With every default filled in. */
export interface ResolvedKafkaOptions extends KafkaOptions {
  readonly compression: CompressionName;
  readonly connectTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly transactionTimeoutMs: number;
  readonly metadataMaxAgeMs: number;
  readonly log: (entry: ClientLogEntry) => void;
}

const DEFAULTS = {
  compression: "none",
  connectTimeoutMs: 5_000,
  requestTimeoutMs: 15_000,
  transactionTimeoutMs: 30_000,
  metadataMaxAgeMs: 30_000,
  log: () => undefined,
} as const;

/** @throws RangeError when there is no broker, or an address is no `host:port` */
export function resolveOptions(options: KafkaOptions): ResolvedKafkaOptions {
  if (options.brokers.length === 0) throw new RangeError("brokers is empty, expected at least one host:port");
  for (const broker of options.brokers) parseAddress(broker);
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...DEFAULTS, ...(Object.fromEntries(given) as unknown as KafkaOptions) };
}

/** Where a broker listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** @throws RangeError for anything but `host:port`; the host of an IPv6 address stands in brackets */
export function parseAddress(broker: string): Address {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(broker);
  const port = Number(match?.[3]);
  if (match === null || !(port > 0 && port < 65_536)) throw new RangeError(`broker "${broker}" is no host:port`);
  return { host: (match[1] ?? match[2])!, port };
}
