import type { Headers } from "../../broker.js";
import { writeVarint } from "./varint.js";

const NONE = Uint8Array.of(0);
/** Of a number of headers, a name or a value, at most. */
const LENGTH_BYTES = 5;

/** Headers as they stand in records. From one record to the next they are mostly the same object. */
export class EncodedHeaders {
  #last: Headers | undefined;
  #encoded: Uint8Array = NONE;

  of(headers: Headers | undefined): Uint8Array {
    if (headers === undefined) return NONE;
    if (headers !== this.#last) {
      this.#last = headers;
      this.#encoded = encode(headers);
    }
    return this.#encoded;
  }
}

function encode(headers: Headers): Uint8Array {
  const fields = Object.entries(headers).flatMap(([name, value]) => [Buffer.from(name), value]);
  if (fields.length === 0) return NONE;
  const most = fields.reduce((sum, field) => sum + LENGTH_BYTES + field.length, LENGTH_BYTES);
  const bytes = new Uint8Array(most);
  let at = writeVarint(bytes, 0, fields.length / 2);
  for (const field of fields) {
    at = writeVarint(bytes, at, field.length);
    bytes.set(field, at);
    at += field.length;
  }
  return bytes.subarray(0, at);
}
