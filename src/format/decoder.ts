import type { DecodedBatch } from "./decoded-batch.js";
import type { RecordOrigin } from "./origins.js";
import type { MissingPolicy } from "./settings.js";

/** A message as it came from a log or a file; what a broker delivers fits. */
export interface RawRecord extends RecordOrigin {
  /** `null` = tombstone. */
  readonly value: Uint8Array | null;
}

/** Bounds on what one message may hold. */
export interface MessageLimits {
  readonly maxMessageBytes: number;
  readonly maxPointsPerMessage: number;
}

/** What a decoder takes for a point. */
export interface DecoderOptions extends MessageLimits {
  /** Default: `dead-letter`, an error. */
  readonly missing?: MissingPolicy;
}

/** Turns messages of one format into points. */
export interface Decoder {
  /**
   * Appends the points of a message to `into`: all of them, or none when one is bad.
   *
   * @returns the number of points appended, at least 1.
   * @throws DecodeError when the message is no point, or one of its points is none.
   */
  decode(record: RawRecord, into: DecodedBatch): number;
}
