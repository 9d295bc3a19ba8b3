import type { IncomingRecord, OutgoingRecord } from "../../broker/broker.js";
import type { DecodeError } from "../../format/decode-error.js";
import { utf8 } from "../text.js";
import { recordBytes } from "./append.js";
import type { TaskContext } from "./context.js";

/**
 * The dead letter of a record. An input record may be as large as the broker allows, and the headers would push its
 * dead letter beyond: such a one is cut, and says how long it was, rather than stop the stream for ever.
 */
export function deadLetterRecord(
  { encoders, topics, settings }: Pick<TaskContext, "encoders" | "topics" | "settings">,
  partition: number,
  record: IncomingRecord,
  error: DecodeError,
): OutgoingRecord {
  const letter = encoders.deadLetter({ topic: topics.input, partition }, record, error);
  const excess = recordBytes(letter) - settings.sizes.send;
  if (excess <= 0 || letter.value === null) return letter;
  const original = letter.value.length;
  return {
    ...letter,
    value: letter.value.subarray(0, Math.max(0, original - excess - CUT_HEADER_BYTES)),
    headers: { ...letter.headers, "mixtide-cut": utf8(`${original} bytes`) },
  };
}

const CUT_HEADER_BYTES = 64;
