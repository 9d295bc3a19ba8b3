import { DecodeError } from "./decode-error.js";
import type { MessageLimits, RawRecord } from "./decoder.js";

/**
 * The bytes of a message that may hold points.
 *
 * @throws DecodeError on a tombstone, an empty message and one beyond the limit.
 */
export function messageBytes(record: RawRecord, limits: MessageLimits): Uint8Array {
  const { value } = record;
  if (value === null) throw new DecodeError("tombstone", "the message has no value");
  if (value.length === 0) throw new DecodeError("empty", "the message is empty");
  if (value.length > limits.maxMessageBytes)
    throw new DecodeError(
      "too-large",
      `the message has ${value.length} bytes, at most ${limits.maxMessageBytes} are allowed`,
    );
  return value;
}

/** @throws DecodeError when a message holds no point, or more than are allowed. */
export function checkPointCount(points: number, limits: MessageLimits): void {
  if (points === 0) throw new DecodeError("no-points", "the message holds no points");
  if (points > limits.maxPointsPerMessage)
    throw new DecodeError(
      "too-many-points",
      `the message holds more than ${limits.maxPointsPerMessage} points, the most that are allowed`,
    );
}
