import { map, type OperatorFunction } from "rxjs";
import type { Decoder } from "../../format/decoder.js";
import type { BatchPool } from "./batch-pool.js";
import { decodeRecords } from "./decode-records.js";
import type { DecodedInput, TaskInput } from "./inputs.js";

/** Turns accepted records into points, in batches of the pool; everything else passes through in its place. */
export function decode(
  decoder: Decoder,
  topic: string,
  dimensions: number,
  pool: BatchPool,
): OperatorFunction<TaskInput, DecodedInput> {
  return map((input) => {
    if (input.type !== "batch") return input;
    const { partition, records } = input;
    const points = pool.take(partition, records.length);
    const decoded = decodeRecords(decoder, { topic, dimensions, partition }, records, points);
    return { type: "decoded", batch: input, decoded };
  });
}
