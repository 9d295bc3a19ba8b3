import { DecodeError } from "./decode-error.js";
import type { PointId } from "./origins.js";
import { parseTimestamp } from "./timestamp.js";

/** A coordinate or weight. @throws DecodeError when it is missing or no number. */
export function asNumber(value: unknown, path: string, index: number | undefined): number {
  if (typeof value === "number") return value;
  if (value === undefined || value === null)
    throw new DecodeError("missing-value", "expected a number", { path, value, index });
  throw new DecodeError("not-a-number", "expected a number", { path, value, index });
}

/** An id; `undefined` = the point has none. @throws DecodeError when it is neither text nor a number. */
export function asId(value: unknown, path: string, index: number | undefined): PointId {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string" || (typeof value === "number" && Number.isFinite(value))) return value;
  throw new DecodeError("invalid-id", "expected an id, a text or a number", { path, value, index });
}

/** ms since 1970; NaN = the point has no time of its own. @throws DecodeError when it is no time. */
export function asTimestamp(value: unknown, path: string, index: number | undefined): number {
  if (value === undefined || value === null) return Number.NaN;
  const time = parseTimestamp(value);
  if (!Number.isNaN(time)) return time;
  throw new DecodeError("invalid-timestamp", "expected ms since 1970 or ISO 8601 text", { path, value, index });
}
