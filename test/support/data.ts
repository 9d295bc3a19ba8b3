import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { PointBatch } from "../../src/mixture/point-batch.js";

/** A data set of data/: features, and labels where the last column is text. */
export interface Table {
  readonly points: PointBatch;
  readonly labels: readonly string[];
  readonly columns: readonly string[];
}

/** Reads data/<name>.csv or data/<name>.csv.gz. */
export const table = (name: string): Table => parseTable(read(name));

/** CSV with a header, the label last where there is one. */
export function parseTable(csv: string): Table {
  const [header, ...lines] = csv.trim().split("\n");
  const columns = header!.split(",").map((column) => column.replaceAll('"', ""));
  const cells = lines.map((line) => line.split(","));
  const labelled = Number.isNaN(Number(cells[0]!.at(-1)));
  const dimensions = columns.length - (labelled ? 1 : 0);
  const values = new Float64Array(cells.length * dimensions);
  cells.forEach((row, i) => {
    for (let j = 0; j < dimensions; j++) values[i * dimensions + j] = Number(row[j]);
  });
  return {
    points: { count: cells.length, dimensions, values },
    labels: labelled ? cells.map((row) => row.at(-1)!) : [],
    columns: columns.slice(0, dimensions),
  };
}

function read(name: string): string {
  const plain = new URL(`../../data/${name}.csv`, import.meta.url);
  try {
    return readFileSync(plain, "utf8");
  } catch {
    return gunzipSync(readFileSync(new URL(`${plain.href}.gz`))).toString("utf8");
  }
}

/** Each feature (x − mean) / population deviation. */
export function standardised({ count, dimensions: D, values }: PointBatch): PointBatch {
  const out = values.slice();
  for (let j = 0; j < D; j++) {
    let mean = 0;
    for (let i = 0; i < count; i++) mean += values[i * D + j]! / count;
    let variance = 0;
    for (let i = 0; i < count; i++) variance += (values[i * D + j]! - mean) ** 2 / count;
    for (let i = 0; i < count; i++) out[i * D + j] = (values[i * D + j]! - mean) / Math.sqrt(variance);
  }
  return { count, dimensions: D, values: out };
}
