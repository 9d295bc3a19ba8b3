import type { Codec } from "./codec.js";
import { codecPackage } from "./codec-package.js";
import { DECOMPRESSED_MAX_BYTES } from "./decompressed-max.js";

interface SnappyJs {
  compress(bytes: Uint8Array): Uint8Array;
  uncompress(bytes: Uint8Array, maxLength: number): Uint8Array;
}

// Kafka's Java client writes snappy-java's stream: this magic, two versions, then blocks behind their lengths.
const MAGIC = Uint8Array.of(0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0);
const HEADER = Uint8Array.of(...MAGIC, 0, 0, 0, 1, 0, 0, 0, 1);
const BLOCK_BYTES = 32 * 1024;

let codec: Codec | undefined;

/** Snappy, by the package `snappyjs`. */
export function snappy(): Codec {
  if (codec !== undefined) return codec;
  const js = codecPackage("snappy", "snappyjs") as SnappyJs;
  codec = {
    compress: async (bytes) => compressBlocks(js, bytes),
    // Some clients write raw snappy, without the stream around it.
    decompress: async (bytes) =>
      isStream(bytes) ? uncompressBlocks(js, bytes) : js.uncompress(bytes, DECOMPRESSED_MAX_BYTES),
  };
  return codec;
}

function isStream(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

function compressBlocks(js: SnappyJs, bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [HEADER];
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
    const block = js.compress(bytes.subarray(at, at + BLOCK_BYTES));
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, block.length);
    parts.push(length, block);
  }
  return Buffer.concat(parts);
}

function uncompressBlocks(js: SnappyJs, bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [];
  let room = DECOMPRESSED_MAX_BYTES;
  for (let at = HEADER.length; at < bytes.length; ) {
    const end = at + 4 + view.getUint32(at);
    if (end > bytes.length) throw new RangeError(`a block ends at byte ${end} of ${bytes.length}`);
    const part = js.uncompress(bytes.subarray(at + 4, end), room);
    room -= part.length;
    parts.push(part);
    at = end;
  }
  return Buffer.concat(parts);
}
