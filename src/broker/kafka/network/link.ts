import type { ApiVersions, Connection, KafkaJsLogEntry, ProtocolRequest } from "../client/kafkajs.js";
import { kafkaJs } from "../client/kafkajs.js";
import type { Address, ResolvedKafkaOptions } from "../kafka-options.js";
import { ConnectionLostError, connectionError } from "./kafka-errors.js";

/** Name of a request in kafkajs's tables. */
export type ApiName = string;

const UNLIMITED = 2_147_483_647;

/**
 * One authenticated connection to one broker. It is never mended: who finds it broken opens another. The broker works
 * on a connection's requests one after the other, so whatever waits there (a fetch, a join) has a link of its own.
 */
export class Link {
  readonly address: Address;
  readonly #connection: Connection;
  readonly #versions: ApiVersions;
  readonly #timeoutMs: number;
  readonly #protocols = new Map<ApiName, (args: unknown) => ProtocolRequest>();

  private constructor(address: Address, connection: Connection, timeoutMs: number, versions: ApiVersions) {
    this.address = address;
    this.#timeoutMs = timeoutMs;
    this.#connection = connection;
    this.#versions = versions;
  }

  /** @throws ConnectionLostError | AuthenticationError */
  static async open(address: Address, options: ResolvedKafkaOptions): Promise<Link> {
    const connection = new (kafkaJs().Connection)(connectionOptions(address, options));
    try {
      await connection.connect();
      const versions = await apiVersions(connection, options.connectTimeoutMs);
      connection.setVersions(versions);
      connection.setSupportAuthenticationProtocol(true);
      await connection.authenticate();
      return new Link(address, connection, options.requestTimeoutMs, versions);
    } catch (error) {
      destroy(connection);
      throw connectionError(describe(address, options), error);
    }
  }

  get isOpen(): boolean {
    return this.#connection.isConnected();
  }

  /** Whether the broker knows an API, by its number in the protocol. */
  supports(apiKey: number): boolean {
    return this.#versions[apiKey] !== undefined;
  }

  /** Sends a request in the newest version that both sides know; the answer's error codes are the caller's business. */
  request<T>(name: ApiName, args: unknown, extraMs = 0): Promise<T> {
    const protocol = this.#protocols.get(name) ?? this.#protocolOf(name);
    this.#protocols.set(name, protocol);
    return this.send(protocol(args), extraMs);
  }

  /**
   * @param extraMs how long the broker may wait before it answers
   * @throws ConnectionLostError: whether the broker did it is unknown
   */
  async send<T>({ request, response }: ProtocolRequest, extraMs = 0): Promise<T> {
    const connection = this.#connection;
    const { decode } = response;
    const raw = { request, response: { decode, parse: (decoded: T) => decoded }, logResponseError: false };
    const requestTimeout = this.#timeoutMs + extraMs;
    try {
      return (await connection.send({ ...raw, requestTimeout })) as T;
    } catch (error) {
      if (!this.isOpen || (error as Error).name === "KafkaJSRequestTimeoutError") this.close();
      throw connectionError(`${request.apiName} to ${this.address.host}:${this.address.port}`, error);
    }
  }

  close(): void {
    destroy(this.#connection);
  }

  #protocolOf(name: ApiName): (args: unknown) => ProtocolRequest {
    const { apiKeys, requests, lookup } = kafkaJs();
    return lookup(this.#versions)(apiKeys[name]!, requests[name]!);
  }
}

/** kafkajs waits for outstanding answers before it lets go; a broken connection has none to give. */
function destroy(connection: Connection): void {
  connection.requestQueue.rejectAll(new ConnectionLostError("the connection was closed"));
  connection.requestQueue.destroy();
  connection.disconnect().catch(() => undefined);
  connection.socket?.destroy();
}

async function apiVersions(connection: Connection, timeoutMs: number): Promise<ApiVersions> {
  const { requests } = kafkaJs();
  const request = requests.ApiVersions!.protocol({ version: 2 })(undefined);
  const late = new Promise<never>((_, reject) => {
    const error = () => reject(new ConnectionLostError("connected, but no Kafka broker answered"));
    setTimeout(error, timeoutMs).unref();
  });
  const answer = connection.send({ ...request, logResponseError: false }) as Promise<{
    apiVersions: { apiKey: number; minVersion: number; maxVersion: number }[];
  }>;
  answer.catch(() => undefined);
  const { apiVersions } = await Promise.race([answer, late]);
  return Object.fromEntries(apiVersions.map(({ apiKey, ...versions }) => [apiKey, versions]));
}

function connectionOptions(address: Address, options: ResolvedKafkaOptions): object {
  const { clientId, connectTimeoutMs, requestTimeoutMs, ssl, log } = options;
  return {
    ...address,
    clientId,
    connectionTimeout: connectTimeoutMs,
    requestTimeout: requestTimeoutMs,
    enforceRequestTimeout: true,
    ssl: ssl === true ? {} : ssl || null,
    sasl: saslOf(options),
    socketFactory: kafkaJs().socketFactory(),
    reauthenticationThreshold: 10_000,
    maxInFlightRequests: null,
    logger: kafkaJs().createLogger({
      level: UNLIMITED,
      logCreator:
        () =>
        ({ namespace, log: { message, ...details } }: KafkaJsLogEntry) => {
          // What kafkajs calls an error comes back to us as one, too; what it traces would be a line a request.
          if (details.error !== undefined || details.stack !== undefined || /error/i.test(message))
            log({ level: "debug", message: `${namespace}: ${message}`, broker: `${address.host}:${address.port}` });
        },
    }),
  };
}

function saslOf({ sasl }: ResolvedKafkaOptions): object | null {
  if (sasl === undefined) return null;
  if (sasl.mechanism !== "oauthbearer") return { ...sasl };
  const oauthBearerProvider = async () => ({ value: await sasl.token() });
  return { mechanism: sasl.mechanism, oauthBearerProvider };
}

function describe({ host, port }: Address, { ssl, sasl }: ResolvedKafkaOptions): string {
  const how = [ssl ? "TLS" : "no TLS", sasl === undefined ? "no SASL" : `SASL ${sasl.mechanism}`].join(", ");
  return `cannot connect to broker ${host}:${port} (${how})`;
}
