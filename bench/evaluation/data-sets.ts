import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type LabelledPoints, labelledPoints, type Question } from "../../src/evaluation/labelled-points.js";
import { parseTable, type Table, table } from "../../test/support/data.js";

/** Points whose anomalies are known. */
export interface DataSet extends Pick<Question, "positive" | "drop"> {
  readonly name: string;
  readonly table: () => Table;
}

/** Those in data/; what counts as an anomaly in them is told by data/README.md. */
export const DATA_SETS: readonly DataSet[] = [
  {
    name: "shuttle",
    table: () => table("shuttle"),
    positive: ["Bypass", "Fpv.Open", "Fpv.Close", "Bpv.Open", "Bpv.Close"],
    drop: ["High"],
  },
  {
    name: "satellite",
    table: () => table("satellite"),
    positive: ["cotton crop", "damp grey soil", "vegetation stubble"],
  },
];

/** The CSV files of a folder, whose last column says `anomaly` or something else. */
export function dataSetsIn(folder: string): DataSet[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".csv"));
  return files.sort().map((file) => ({
    name: file.slice(0, -".csv".length),
    table: () => parseTable(readFileSync(join(folder, file), "utf8")),
    positive: ["anomaly"],
  }));
}

/**
 * A data set in random order.
 *
 * @param most points at the front that are kept.
 */
export function shuffled({ table, ...question }: DataSet, shuffle: number, most: number): LabelledPoints {
  const { points: all, labels } = table();
  const { points, anomalous } = labelledPoints(all, labels, { ...question, shuffle });
  const count = Math.min(most, points.count);
  const values = points.values.subarray(0, count * points.dimensions);
  return { points: { ...points, count, values }, anomalous: anomalous.slice(0, count) };
}
