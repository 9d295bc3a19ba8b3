import { LARGEST_COORDINATE } from "../../mixture/point-batch.js";
import type { DecodedBatch } from "../decoded-batch.js";

const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * Copies little-endian float64 behind a batch's coordinates, where there is room for them.
 *
 * @returns false when one of them is no coordinate.
 */
export function copyDoubles(bytes: Uint8Array, into: DecodedBatch): boolean {
  const { values, valueBytes } = into;
  const start = into.count * into.dimensions;
  valueBytes.set(bytes, start * 8);
  if (!LITTLE_ENDIAN) Buffer.from(valueBytes.buffer, valueBytes.byteOffset + start * 8, bytes.length).swap64();
  return areCoordinates(values, start, start + bytes.length / 8);
}

/**
 * Copies little-endian float32 behind a batch's coordinates, where there is room for them.
 *
 * @returns false when one of them is no coordinate.
 */
export function widenFloats(bytes: Uint8Array, into: DecodedBatch): boolean {
  const { values } = into;
  const start = into.count * into.dimensions;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const count = bytes.length / 4;
  for (let i = 0; i < count; i++) values[start + i] = view.getFloat32(i * 4, true);
  return areCoordinates(values, start, start + count);
}

/** Whether all numbers in [start, end) are finite and not too large. */
function areCoordinates(values: Float64Array, start: number, end: number): boolean {
  const most = LARGEST_COORDINATE; // an import would be looked up again and again
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const two = Math.abs(values[i]!) <= most && Math.abs(values[i + 1]!) <= most;
    if (!(two && Math.abs(values[i + 2]!) <= most && Math.abs(values[i + 3]!) <= most)) return false;
  }
  for (; i < end; i++) if (!(Math.abs(values[i]!) <= most)) return false;
  return true;
}
