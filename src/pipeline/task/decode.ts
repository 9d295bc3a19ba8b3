import { map, type OperatorFunction } from "rxjs";
import type { Decoder } from "../../format/decoder.js";
import { decodeRecords } from "./decode-records.js";
import type { DecodedInput, TaskInput } from "./inputs.js";

/** Turns accepted records into points; everything else passes through in its place. */
export function decode(decoder: Decoder, topic: string, dimensions: number): OperatorFunction<TaskInput, DecodedInput> {
  return map((input) => {
    if (input.type !== "batch") return input;
    const decoded = decodeRecords(decoder, { topic, dimensions, partition: input.partition }, input.records);
    return { type: "decoded", batch: input, decoded };
  });
}
