import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Socket } from "node:net";
import { dirname } from "node:path";
import { KAFKAJS_VERSION, MENDS } from "./mends.js";
import { PrivateCopy } from "./private-copy.js";

/** Writes the primitive types of the protocol; `buffer` is a view of what was written. */
export interface Encoder {
  readonly buffer: Buffer;
  writeInt8(value: number): Encoder;
  writeInt16(value: number): Encoder;
  writeInt32(value: number): Encoder;
  writeInt64(value: number | bigint | string): Encoder;
  writeBoolean(value: boolean): Encoder;
  writeString(value: string | null): Encoder;
  writeBytes(value: Buffer | null): Encoder;
  writeBuffer(value: Buffer): Encoder;
  writeArray(values: readonly (number | string | Encoder)[]): Encoder;
  writeUVarInt(value: number): Encoder;
  /** A compact string. */
  writeUVarIntString(value: string | null): Encoder;
}

/** Reads the primitive types of the protocol. */
export interface Decoder {
  readInt16(): number;
  readInt32(): number;
  readInt64(): { toString(): string };
  readString(): string;
  readBytes(): Buffer | null;
  readArray<T>(read: (decoder: Decoder) => T): T[];
  readUVarInt(): number;
  /** A compact string. */
  readUVarIntString(): string | null;
  /** Skips bytes. */
  forward(size: number): void;
}

/** What was encoded, in parts that are sent one after the other and not copied before. */
export interface EncodedParts {
  readonly parts: readonly Buffer[];
}

/** A request in one version of its API, and how its answer is read. */
export interface ProtocolRequest {
  readonly request: {
    readonly apiKey: number;
    readonly apiVersion: number;
    readonly apiName: string;
    readonly encode: () => Promise<Encoder | EncodedParts>;
  };
  readonly response: {
    readonly decode: (payload: Buffer) => Promise<unknown>;
    readonly parse: (decoded: never) => unknown;
  };
}

export type ApiVersions = Readonly<Record<number, { readonly minVersion: number; readonly maxVersion: number }>>;

interface RequestDefinition {
  protocol(how: { version: number }): (args: unknown) => ProtocolRequest;
}

/** One socket to one broker: framing, correlation, SASL. */
export interface Connection {
  readonly socket?: Socket;
  readonly requestQueue: { rejectAll(error: Error): void; destroy(): void };
  connect(): Promise<unknown>;
  disconnect(): Promise<unknown>;
  isConnected(): boolean;
  authenticate(): Promise<void>;
  setVersions(versions: ApiVersions): void;
  setSupportAuthenticationProtocol(isSupported: boolean): void;
  send(
    request: ProtocolRequest & { readonly requestTimeout?: number; readonly logResponseError?: boolean },
  ): Promise<unknown>;
}

/** An entry as kafkajs hands it to a log creator. */
export interface KafkaJsLogEntry {
  readonly namespace: string;
  readonly level: number;
  readonly log: { readonly message: string; readonly [detail: string]: unknown };
}

export interface KafkaJsLogger {
  namespace(name: string): KafkaJsLogger;
}

/** The parts of kafkajs that the adapter stands on. */
export interface KafkaJs {
  readonly Encoder: new (initialSize?: number) => Encoder;
  readonly Decoder: new (buffer: Buffer) => Decoder;
  readonly Connection: new (options: object) => Connection;
  readonly createLogger: (options: {
    level: number;
    logCreator: () => (entry: KafkaJsLogEntry) => void;
  }) => KafkaJsLogger;
  readonly socketFactory: () => unknown;
  readonly apiKeys: Readonly<Record<string, number>>;
  readonly requests: Readonly<Record<string, RequestDefinition>>;
  readonly lookup: (
    versions: ApiVersions,
  ) => (apiKey: number, definition: RequestDefinition) => (args: unknown) => ProtocolRequest;
  readonly errorCodes: readonly { type: string; code: number; retriable: boolean; message: string }[];
}

let copy: PrivateCopy | undefined;

/**
 * Our own copy of kafkajs, mended. Loaded once, when first needed.
 *
 * @throws Error when another version is installed
 */
export function privateKafkaJs(): PrivateCopy {
  copy ??= openCopy();
  return copy;
}

function openCopy(): PrivateCopy {
  const manifest = createRequire(import.meta.url).resolve("kafkajs/package.json");
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  if (version !== KAFKAJS_VERSION)
    throw new Error(
      `kafkajs ${version} is installed; exactly ${KAFKAJS_VERSION} is needed: npm install kafkajs@${KAFKAJS_VERSION}`,
    );
  return new PrivateCopy(dirname(manifest), MENDS);
}

let parts: KafkaJs | undefined;

export function kafkaJs(): KafkaJs {
  parts ??= partsOf(privateKafkaJs());
  return parts;
}

function partsOf(kafkajs: PrivateCopy): KafkaJs {
  const { requests, lookup } = kafkajs.load<Pick<KafkaJs, "requests" | "lookup">>("src/protocol/requests");
  return {
    requests,
    lookup,
    Encoder: kafkajs.load("src/protocol/encoder"),
    Decoder: kafkajs.load("src/protocol/decoder"),
    Connection: kafkajs.load("src/network/connection"),
    socketFactory: kafkajs.load("src/network/socketFactory"),
    apiKeys: kafkajs.load("src/protocol/requests/apiKeys"),
    createLogger: kafkajs.load<Pick<KafkaJs, "createLogger">>("src/loggers").createLogger,
    errorCodes: kafkajs.load<Pick<KafkaJs, "errorCodes">>("src/protocol/error").errorCodes,
  };
}
