import { promisify } from "node:util";
import * as zlib from "node:zlib";
import type { Codec } from "./codec.js";
import { codecPackage } from "./codec-package.js";
import { DECOMPRESSED_MAX_BYTES } from "./decompressed-max.js";

/** What node:zlib has from Node 22.15 on. */
interface NodeZstd {
  zstdCompress(bytes: Uint8Array, done: (error: Error | null, result: Buffer) => void): void;
  zstdDecompress(
    bytes: Uint8Array,
    options: { maxOutputLength: number },
    done: (error: Error | null, result: Buffer) => void,
  ): void;
}

interface ZstdWasm {
  init(): Promise<void>;
  compress(bytes: Uint8Array): Uint8Array;
  /** `defaultHeapSize`: room for a frame that does not say how long its content is, in bytes. */
  decompress(bytes: Uint8Array, options: { defaultHeapSize: number }): Uint8Array;
}

const FIRST_ROOM_BYTES = 4 * 1024 * 1024;

let codec: Codec | undefined;

/** Zstandard, by Node itself where it can, else by the package `@bokuweb/zstd-wasm`. */
export function zstd(): Codec {
  codec ??= "zstdCompress" in zlib ? ofNode(zlib as unknown as NodeZstd) : ofPackage();
  return codec;
}

function ofNode(node: NodeZstd): Codec {
  const decompress = promisify(node.zstdDecompress);
  return {
    compress: promisify(node.zstdCompress),
    decompress: (bytes) => decompress(bytes, { maxOutputLength: DECOMPRESSED_MAX_BYTES }),
  };
}

function ofPackage(): Codec {
  const wasm = codecPackage("zstd", "@bokuweb/zstd-wasm") as ZstdWasm;
  const ready = wasm.init();
  return {
    compress: (bytes) => ready.then(() => wasm.compress(bytes)),
    decompress: (bytes) => ready.then(() => decompressWithin(wasm, bytes, FIRST_ROOM_BYTES)),
  };
}

/** Frames written as a stream, like those of Kafka's Java client, do not tell how long their content is. */
function decompressWithin(wasm: ZstdWasm, bytes: Uint8Array, room: number): Uint8Array {
  try {
    return wasm.decompress(bytes, { defaultHeapSize: room });
  } catch (error) {
    const tooLittle = error instanceof Error && error.message.endsWith(" -70"); // ZSTD_error_dstSize_tooSmall
    if (!tooLittle || room >= DECOMPRESSED_MAX_BYTES) throw error;
    return decompressWithin(wasm, bytes, room * 4);
  }
}
