import { type Decoder, type Encoder, kafkaJs, type ProtocolRequest } from "../client/kafkajs.js";

/** Numbers of APIs that kafkajs has no requests for. */
export const API = { describeProducers: 61, describeTransactions: 65 } as const;

/** An API in version 0, whose requests and answers are in the flexible encoding (KIP-482). */
export interface FlexibleApi<T> {
  readonly name: keyof typeof API;
  /** Writes the body, without the tags at its end. */
  readonly write: (encoder: Encoder) => void;
  /** Reads the body; what is left behind it may be tags. */
  readonly read: (decoder: Decoder) => T;
}

/** The request; kafkajs writes a header as it was before flexible encoding, which lacks the tags at its end. */
export function flexibleRequest<T>({ name, read, write }: FlexibleApi<T>): ProtocolRequest {
  const { Decoder, Encoder } = kafkaJs();
  const encode = async () => {
    const encoder = writeNoTags(new Encoder());
    write(encoder);
    return writeNoTags(encoder);
  };
  const decode = async (payload: Buffer) => {
    const decoder = new Decoder(payload);
    skipTags(decoder);
    return read(decoder);
  };
  const request = { apiKey: API[name], apiVersion: 0, apiName: name, encode };
  return { request, response: { decode, parse: (decoded) => decoded } };
}

export const writeNoTags = (encoder: Encoder): Encoder => encoder.writeUVarInt(0);

/** A length as compact arrays have it. */
export const writeCount = (encoder: Encoder, count: number): Encoder => encoder.writeUVarInt(count + 1);

/** A compact array of structures, tags behind each. */
export function readStructures<T>(decoder: Decoder, read: (decoder: Decoder) => T): T[] {
  const count = decoder.readUVarInt() - 1;
  const values: T[] = [];
  while (values.length < count) {
    values.push(read(decoder));
    skipTags(decoder);
  }
  return values;
}

function skipTags(decoder: Decoder): void {
  for (let left = decoder.readUVarInt(); left > 0; left--) {
    decoder.readUVarInt();
    decoder.forward(decoder.readUVarInt());
  }
}
