import type { Codec } from "./codec.js";
import { codecPackage } from "./codec-package.js";

interface Lz4Napi {
  compressFrame(bytes: Uint8Array): Promise<Uint8Array>;
  decompressFrame(bytes: Uint8Array): Promise<Uint8Array>;
}

let codec: Codec | undefined;

/** LZ4 frames of independent blocks, which is what Kafka demands, by the package `lz4-napi`. */
export function lz4(): Codec {
  if (codec !== undefined) return codec;
  const napi = codecPackage("lz4", "lz4-napi") as Lz4Napi;
  codec = {
    compress: (bytes) => napi.compressFrame(bytes),
    decompress: (bytes) => napi.decompressFrame(bytes),
  };
  return codec;
}
