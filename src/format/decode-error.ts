/** Why a message cannot be decoded; the codes are stable, dead letters carry them. */
export type DecodeErrorCode =
  | "tombstone"
  | "empty"
  | "too-large"
  | "too-many-points"
  | "no-points"
  | "invalid-utf8"
  | "invalid-json"
  | "invalid-csv"
  | "wrong-shape"
  | "wrong-length"
  | "missing-value"
  | "not-a-number"
  | "not-finite"
  | "out-of-range"
  | "outside-domain"
  | "invalid-id"
  | "invalid-timestamp"
  | "invalid-weight";

/** What is known about a bad value besides its kind. */
export interface DecodeErrorDetails {
  /** Path or column of the value. */
  readonly path?: string | undefined;
  /** The value itself; an error keeps a short form of it. */
  readonly value?: unknown;
  /** Which point of a message that holds several. */
  readonly index?: number | undefined;
}

/** A message that is no point: it becomes a dead letter and the stream goes on. */
export class DecodeError extends Error {
  readonly code: DecodeErrorCode;
  readonly path: string | undefined;
  /** The value in short form. */
  readonly value: string | undefined;
  readonly index: number | undefined;

  constructor(code: DecodeErrorCode, problem: string, details: DecodeErrorDetails = {}) {
    const value = "value" in details ? shortForm(details.value) : undefined;
    super(`${whereabouts(details)}${problem}${value === undefined ? "" : `, got ${value}`}`);
    this.name = "DecodeError";
    this.code = code;
    this.path = details.path;
    this.value = value;
    this.index = details.index;
  }
}

function whereabouts({ path, index }: DecodeErrorDetails): string {
  const point = index === undefined ? "" : `point ${index}: `;
  return path === undefined ? point : `${point}${path}: `;
}

const SHORT_FORM = 60;

/** A value as one short line of text: a hostile message must not fill a header or a log. */
export function shortForm(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "string") return JSON.stringify(cut(value));
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value !== null && typeof value === "object")
    return `an object with ${cut(Object.keys(value).join(", ")) || "no keys"}`;
  return cut(String(value));
}

function cut(text: string): string {
  const line = text.length > SHORT_FORM ? `${text.slice(0, SHORT_FORM)}…` : text;
  return line.replace(/\p{Cc}/gu, " ");
}
