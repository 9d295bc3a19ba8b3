import { makeFolding, WORTH_FOLDING } from "./folding.js";

/** Table n × 256 + b: what byte b contributes when n more bytes follow it. */
const TABLES = makeTables();

function makeTables(): Int32Array {
  const tables = new Int32Array(8 * 256);
  for (let b = 0; b < 256; b++) {
    let c = b;
    for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0x82f63b78 : c >>> 1;
    tables[b] = c;
  }
  for (let i = 256; i < tables.length; i++) tables[i] = tables[tables[i - 256]! & 0xff]! ^ (tables[i - 256]! >>> 8);
  return tables;
}

const FOLDING = makeFolding();

/**
 * CRC-32C (Castagnoli) of bytes, as an unsigned 32-bit number.
 *
 * Long messages are folded first, 16 bytes a step; what is left is divided.
 */
export function crc32c(bytes: Uint8Array): number {
  if (FOLDING === undefined || bytes.length < WORTH_FOLDING) return ~divided(bytes, -1) >>> 0;
  const { residue, length } = FOLDING.fold(bytes);
  return ~divided(bytes.subarray(length), divided(residue, 0)) >>> 0;
}

/**
 * What the register holds behind the bytes, given what it held before them.
 *
 * Eight bytes a step, one table look-up each ("slicing-by-8": Kounavis & Berry 2005), because the loop by single bytes
 * waits for the look-up before it.
 */
function divided(bytes: Uint8Array, crc: number): number {
  const t = TABLES;
  const end = bytes.length;
  const slices = end - (end % 8);
  let i = 0;
  for (; i < slices; i += 8) {
    crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    crc =
      t[1792 + (crc & 0xff)]! ^
      t[1536 + ((crc >>> 8) & 0xff)]! ^
      t[1280 + ((crc >>> 16) & 0xff)]! ^
      t[1024 + (crc >>> 24)]! ^
      t[768 + bytes[i + 4]!]! ^
      t[512 + bytes[i + 5]!]! ^
      t[256 + bytes[i + 6]!]! ^
      t[bytes[i + 7]!]!;
  }
  for (; i < end; i++) crc = t[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return crc;
}
