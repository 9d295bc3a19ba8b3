import { openInput } from "../../files/open-input.js";
import type { Features } from "../../format/features/features.js";
import { PointLayout } from "../../format/point-layout.js";
import type { PointBatch } from "../../mixture/point-batch.js";
import type { Context } from "../context.js";
import { DeadLetters } from "../dead-letters.js";
import { untilAborted } from "../interruptible.js";
import { inputOptionsOf, type PointsOptions } from "../options/points-options.js";
import { PointReader } from "../point-reader.js";

/**
 * All points of a file in the features of a model; records that are none are counted and left out.
 *
 * @throws RangeError when a column is missing; FileError and file errors as they come.
 */
export async function readFeatures(
  path: string,
  features: Features,
  options: Pick<PointsOptions, "format" | "delimiter">,
  context: Context,
): Promise<PointBatch> {
  const input = await openInput(path, { columns: features.specs.length, ...inputOptionsOf(path, options, context) });
  const reader = new PointReader(input, new PointLayout({ columns: input.columns, features: features.specs }));
  const batch = reader.batch();
  const letters = new DeadLetters();
  for await (const records of untilAborted(input.records, context.signal))
    await letters.add(reader.read(records, batch));
  await letters.close(context.messages);
  return batch.points();
}
