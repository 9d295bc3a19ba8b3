import * as zlib from "node:zlib";
import { codecPackage } from "../../../../../src/broker/kafka/records/codecs/codec-package.js";
import type { CompressionName } from "../../../../../src/broker/kafka/records/compression.js";

/** The optional package that a compression needs on this Node. */
export const CODEC_PACKAGES: Readonly<Record<CompressionName, string | undefined>> = {
  none: undefined,
  gzip: undefined,
  snappy: "snappyjs",
  lz4: "lz4-napi",
  zstd: "zstdCompress" in zlib ? undefined : "@bokuweb/zstd-wasm",
};

/** Whether a compression can be used here: its package, if it needs one, is installed. */
export function hasCodec(name: CompressionName): boolean {
  const needed = CODEC_PACKAGES[name];
  if (needed === undefined) return true;
  try {
    codecPackage(name, needed);
    return true;
  } catch {
    return false;
  }
}
