import type { RawRecord } from "../format/decoder.js";
import { PointLayout } from "../format/point-layout.js";
import { textOf } from "../format/text-of.js";
import { FileError } from "./file-error.js";
import type { Selection } from "./select-columns.js";

/**
 * What JSON records hold, judged by the first one: an array's positions are columns x1, x2, …; an object's numbers are
 * features unless some are chosen (by path, so that nested ones can be).
 *
 * @throws FileError when nothing numeric is there, or an object holds more than numbers and nothing was chosen.
 */
export function jsonLayout(selection: Selection, first: RawRecord, file: string): PointLayout {
  const event = firstPoint(first, file);
  if (Array.isArray(event)) return rowLayout(event.length, selection, file);
  const { columns, ignore = [], label } = selection;
  if (columns !== undefined) return new PointLayout({ features: columns.filter((name) => !ignore.includes(name)) });
  const entries = Object.entries(event).filter(([key]) => !ignore.includes(key) && key !== label);
  const numeric = entries.filter(([, value]) => typeof value === "number").map(([key]) => key);
  const others = entries.filter(([, value]) => typeof value !== "number").map(([key]) => key);
  if (numeric.length === 0) throw new FileError(file, "the first record holds no number: choose paths with --columns");
  if (others.length > 0)
    throw new FileError(
      file,
      `${others.map((key) => JSON.stringify(key)).join(", ")} is not numeric in the first record: leave it out with ` +
        `--ignore ${others.join(",")}, or choose with --columns from ${numeric.join(", ")}`,
    );
  return new PointLayout({ columns: numeric, features: numeric });
}

function rowLayout(width: number, { columns, ignore = [] }: Selection, file: string): PointLayout {
  const all = Array.from({ length: width }, (_, i) => `x${i + 1}`);
  const unknown = [...(columns ?? []), ...ignore].find((name) => !all.includes(name));
  if (unknown !== undefined)
    throw new FileError(file, `has no column ${JSON.stringify(unknown)}; its columns are ${all.join(", ")}`);
  const features = (columns ?? all).filter((name) => !ignore.includes(name));
  if (features.length === 0) throw new FileError(file, `no column is left; its columns are ${all.join(", ")}`);
  return new PointLayout({ columns: all, features });
}

/** The first record's first point: an object, or an array of numbers. */
function firstPoint({ value }: RawRecord, file: string): object | readonly unknown[] {
  let event: unknown;
  try {
    event = JSON.parse(textOf(value ?? new Uint8Array(0)));
  } catch (error) {
    throw new FileError(file, `record 0 is not JSON: ${(error as Error).message}`, error);
  }
  const point = Array.isArray(event) && typeof event[0] === "object" ? event[0] : event;
  if (point === null || typeof point !== "object")
    throw new FileError(file, "record 0 is neither an object nor an array of numbers");
  return point;
}
