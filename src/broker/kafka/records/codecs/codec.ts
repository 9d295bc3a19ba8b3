/** Compresses the records of a batch as Kafka's other clients expect it. */
export interface Codec {
  compress(bytes: Uint8Array): Promise<Uint8Array>;
  decompress(bytes: Uint8Array): Promise<Uint8Array>;
}
