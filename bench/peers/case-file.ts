import { writeFileSync } from "node:fs";
import type { Case } from "../data.js";

/**
 * Writes a mixture and points for the peers: little-endian float64 and nothing else. 1 (full) or 0 (diagonal), D, K, n;
 * then K weights, K × D means, K × D × D or K × D covariances, and n × D coordinates.
 */
export function writeCaseFile(path: string, { mixture, points }: Case): void {
  const { structure, dimensions, components, weights, means, compact } = mixture;
  const head = Float64Array.of(structure === "full" ? 1 : 0, dimensions, components, points.count);
  const parts = [head, weights, means, compact, points.values];
  writeFileSync(path, Buffer.concat(parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength))));
}
