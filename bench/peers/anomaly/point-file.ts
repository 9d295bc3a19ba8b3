import { readFileSync, writeFileSync } from "node:fs";
import type { PointBatch } from "../../../src/mixture/point-batch.js";

/**
 * Writes points for the peers: little-endian float64 and nothing else. n, D, number of parts; where each part ends, the
 * first of which is the warm-up; then n × D coordinates.
 */
export function writePointFile(path: string, points: PointBatch, ends: readonly number[]): void {
  const { count, dimensions, values } = points;
  const head = Float64Array.of(count, dimensions, ends.length, ...ends);
  const parts = [head, values.subarray(0, count * dimensions)];
  writeFileSync(path, Buffer.concat(parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength))));
}

/** The n scores that a peer wrote, as little-endian float64. */
export function readScoreFile(path: string): Float64Array {
  const { buffer, byteLength, byteOffset } = readFileSync(path);
  return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
}
