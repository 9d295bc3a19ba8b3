import { promisify } from "node:util";
import * as zlib from "node:zlib";
import type { Codec } from "./codec.js";
import { DECOMPRESSED_MAX_BYTES } from "./decompressed-max.js";

const deflate = promisify<Uint8Array, Buffer>(zlib.gzip);
const inflate = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.gunzip);

const CODEC: Codec = {
  compress: deflate,
  decompress: (bytes) => inflate(bytes, { maxOutputLength: DECOMPRESSED_MAX_BYTES }),
};

export function gzip(): Codec {
  return CODEC;
}
