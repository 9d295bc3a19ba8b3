import type { DecodeError } from "./decode-error.js";
import type { RawRecord } from "./decoder.js";
import type { DeadLetterHeaders } from "./records.js";

/** A record that could not be decoded, as it goes to the dead letters. */
export interface DeadLetter {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<keyof DeadLetterHeaders, Uint8Array>>;
  /** ms since 1970. */
  readonly timestamp?: number;
}

/** The raw record, unchanged, with headers that say where it was and what is wrong with it. */
export function deadLetter(
  source: { readonly topic: string; readonly partition: number },
  record: RawRecord,
  error: DecodeError,
): DeadLetter {
  const { key, offset, timestamp, value } = record;
  const headers = {
    "mixtide-source": utf8(`${source.topic}/${source.partition}/${offset}`),
    "mixtide-error": utf8(error.code),
    "mixtide-message": utf8(error.message),
  };
  return Number.isNaN(timestamp) ? { key, value, headers } : { key, value, headers, timestamp };
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
