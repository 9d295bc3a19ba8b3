/**
 * Lays K packed lower triangles (row by row) out in the order of their use: for rows r and r + 1 (r even) and
 * j = 0 … r the entries [r][j], [r+1][j], then [r+1][r+1]. Beyond an odd D stands a row of zeros.
 */
export function loadWhitening(packed: Float64Array, components: number, dimensions: number, out: Float64Array): void {
  const triangle = (dimensions * (dimensions + 1)) / 2;
  let to = 0;
  for (let k = 0; k < components; k++) {
    let upper = k * triangle;
    for (let r = 0; r < dimensions; r += 2) {
      const lower = upper + r + 1;
      const isPair = r + 1 < dimensions;
      for (let j = 0; j <= r; j++) {
        out[to++] = packed[upper + j]!;
        out[to++] = isPair ? packed[lower + j]! : 0;
      }
      out[to++] = isPair ? packed[lower + r + 1]! : 0;
      upper = lower + r + 2;
    }
  }
}
