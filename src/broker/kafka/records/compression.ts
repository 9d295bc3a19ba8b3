import { BrokerError } from "../../errors.js";
import type { Codec } from "./codecs/codec.js";
import { gzip } from "./codecs/gzip.js";
import { lz4 } from "./codecs/lz4.js";
import { snappy } from "./codecs/snappy.js";
import { zstd } from "./codecs/zstd.js";

export type CompressionName = "none" | "gzip" | "snappy" | "lz4" | "zstd";

/** By the number in a batch's attributes. */
const NAMES: readonly CompressionName[] = ["none", "gzip", "snappy", "lz4", "zstd"];

const CODECS: Readonly<Record<Exclude<CompressionName, "none">, () => Codec>> = { gzip, snappy, lz4, zstd };

/** The number that stands for it in a batch's attributes. */
export function compressionId(name: CompressionName): number {
  return NAMES.indexOf(name);
}

/** @throws BrokerError that names the package to install when the codec needs one that is absent. */
export async function compress(name: Exclude<CompressionName, "none">, bytes: Uint8Array): Promise<Uint8Array> {
  return CODECS[name]().compress(bytes);
}

/**
 * @param id the number in the batch's attributes; not 0, which is no compression.
 * @throws BrokerError when the codec is absent or unknown, or the bytes are not its own.
 */
export async function decompress(id: number, bytes: Uint8Array): Promise<Uint8Array> {
  const name = NAMES[id];
  if (name === undefined || name === "none")
    throw new BrokerError(`compression type ${id} is unknown: this client reads ${NAMES.join(", ")}`);
  const codec = CODECS[name]();
  try {
    return await codec.decompress(bytes);
  } catch (cause) {
    throw new BrokerError(`${bytes.length} bytes that should be ${name} could not be decompressed`, { cause });
  }
}
