const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const FIRST_OF_TWO_BYTES = 0x80;

/** No character takes more bytes in JSON: a control character is written \u0000. */
export const CHARACTER_BYTES = 6;

/** Writes a text as `JSON.stringify` does, in UTF-8; returns where it ends. */
export function writeJsonString(bytes: Uint8Array, at: number, text: string): number {
  const { length } = text;
  bytes[at] = QUOTE;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code < SPACE || code === QUOTE || code === BACKSLASH || code >= FIRST_OF_TWO_BYTES)
      return writeUnusual(bytes, at, text);
    bytes[at + 1 + i] = code;
  }
  bytes[at + 1 + length] = QUOTE;
  return at + length + 2;
}

function writeUnusual(bytes: Uint8Array, at: number, text: string): number {
  return at + encoder.encodeInto(JSON.stringify(text), bytes.subarray(at)).written;
}

const encoder = new TextEncoder();
