import { DecodeError } from "../decode-error.js";
import type { DecodedBatch } from "../decoded-batch.js";
import type { Decoder, DecoderOptions, MessageLimits, RawRecord } from "../decoder.js";
import { messageBytes } from "../message.js";
import { PointAssembler } from "../point-assembler.js";
import type { PointLayout } from "../point-layout.js";
import { JsonScanner } from "./json-scanner.js";
import { JsonValueReader } from "./json-value-reader.js";

/**
 * Points from JSON: an object or an array of numbers is one point, an array of objects or of arrays several.
 *
 * The usual message is read straight from its bytes; every other one, and every error, goes through `JSON.parse`.
 */
export class JsonDecoder implements Decoder {
  readonly #limits: MessageLimits;
  readonly #scanner: JsonScanner;
  readonly #reader: JsonValueReader;

  constructor(layout: PointLayout, options: DecoderOptions) {
    const point = new PointAssembler(layout, options.missing);
    this.#limits = options;
    this.#scanner = new JsonScanner(layout, point);
    this.#reader = new JsonValueReader(layout, point);
  }

  decode(record: RawRecord, into: DecodedBatch): number {
    const bytes = messageBytes(record, this.#limits);
    const before = into.count;
    if (!this.#scan(bytes, record, into)) {
      into.truncate(before);
      this.#parse(bytes, record, into);
    }
    return into.count - before;
  }

  #scan(bytes: Uint8Array, record: RawRecord, into: DecodedBatch): boolean {
    try {
      return this.#scanner.scan(bytes, record, into, this.#limits.maxPointsPerMessage);
    } catch (error) {
      if (error instanceof DecodeError) return false;
      throw error;
    }
  }

  #parse(bytes: Uint8Array, record: RawRecord, into: DecodedBatch): void {
    const value = parseJson(bytes);
    const before = into.count;
    try {
      this.#reader.read(value, record, into, this.#limits);
    } catch (error) {
      into.truncate(before);
      throw error;
    }
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function parseJson(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw new DecodeError("invalid-utf8", "the message is not UTF-8");
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new DecodeError("invalid-json", "the message is not JSON", { value: text });
  }
}
