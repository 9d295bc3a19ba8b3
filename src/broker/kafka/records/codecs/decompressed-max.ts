/** A batch that swells beyond this is refused instead of exhausting memory. Kafka's default batch is 1 MB at most. */
export const DECOMPRESSED_MAX_BYTES = 256 * 1024 * 1024;
