import { putDouble } from "./write-double.js";

/**
 * Writes a number as JSON, so that it reads back as the same double; infinities as the largest double.
 *
 * @returns where it ends.
 * @throws RangeError on NaN.
 */
export function writeJsonNumber(view: DataView, at: number, value: number): number {
  if (value >= -Number.MAX_VALUE && value <= Number.MAX_VALUE) return putDouble(view, at, value);
  if (Number.isNaN(value)) throw new RangeError("NaN cannot be written as JSON");
  return putDouble(view, at, Math.sign(value) * Number.MAX_VALUE);
}
