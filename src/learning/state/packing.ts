import { crc32c } from "../../checksum/crc32c.js";
import { StateError } from "../state-error.js";

/** Grows when the layout of any state changes. */
export const FORMAT_VERSION = 2;

const MAGIC = "MIXTIDE\n";
const FIXED = 16;
const CHECKSUM = 4;

/** A piece of state: a JSON header and named byte strings. */
export interface Packed {
  readonly header: Readonly<Record<string, unknown>>;
  readonly blobs: ReadonlyMap<string, Uint8Array>;
}

/** Layout: magic, format version (u32), header length (u32), header, blobs in order, CRC-32C; little-endian. */
export function pack(header: Readonly<Record<string, unknown>>, blobs: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const directory = Array.from(blobs, ([name, blob]) => [name, blob.length]);
  const head = new TextEncoder().encode(JSON.stringify({ ...header, blobs: directory }));
  let length = FIXED + head.length + CHECKSUM;
  for (const blob of blobs.values()) length += blob.length;
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(MAGIC), 0);
  view.setUint32(8, FORMAT_VERSION, true);
  view.setUint32(12, head.length, true);
  bytes.set(head, FIXED);
  let at = FIXED + head.length;
  for (const blob of blobs.values()) {
    bytes.set(blob, at);
    at += blob.length;
  }
  view.setUint32(at, crc32c(bytes.subarray(0, at)), true);
  return bytes;
}

/**
 * Reads what {@link pack} wrote.
 *
 * @param what names the piece in errors.
 * @throws StateError when it is damaged, foreign or newer.
 */
export function unpack(bytes: Uint8Array, what: string): Packed {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < FIXED + CHECKSUM || new TextDecoder().decode(bytes.subarray(0, 8)) !== MAGIC)
    throw new StateError(`${what} is not state of this program (${bytes.length} bytes without its magic)`);
  const version = view.getUint32(8, true);
  if (version > FORMAT_VERSION)
    throw new StateError(
      `${what} was written in state format ${version}, this version reads up to ${FORMAT_VERSION}: ` +
        "upgrade, or start afresh with `mixtide state reset`",
    );
  if (version < FORMAT_VERSION)
    throw new StateError(
      `${what} was written in state format ${version}, by an earlier version of this program; this one reads ` +
        `${FORMAT_VERSION}: start afresh with \`mixtide state reset\`, from a snapshot if the model is to stay`,
    );
  const end = bytes.length - CHECKSUM;
  if (view.getUint32(end, true) !== crc32c(bytes.subarray(0, end)))
    throw new StateError(`${what} is damaged: its checksum does not match; restore it with \`mixtide state import\``);
  const start = FIXED + view.getUint32(12, true);
  const { blobs: directory, ...header } = JSON.parse(new TextDecoder().decode(bytes.subarray(FIXED, start)));
  const blobs = new Map<string, Uint8Array>();
  let at = start;
  for (const [name, length] of directory as [string, number][]) {
    blobs.set(name, bytes.subarray(at, at + length));
    at += length;
  }
  return { header, blobs };
}

/** The bytes of doubles; every platform that Node runs on with typed arrays of ours is little-endian. */
export function bytesOf(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** A copy of a blob as doubles. */
export function doublesOf(packed: Packed, name: string): Float64Array {
  const blob = packed.blobs.get(name);
  if (blob === undefined) throw new StateError(`state lacks its part ${JSON.stringify(name)}`);
  return new Float64Array(blob.slice().buffer);
}
