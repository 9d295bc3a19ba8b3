import { ByteCursor } from "../number/byte-cursor.js";
import { parseDecimal } from "../number/parse-decimal.js";
import { textOf } from "../text-of.js";

/** What JSON's grammar leaves out and tables have: a plus sign, no digit before or behind the point. */
const LENIENT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;
/** How tables write that there is no value. */
const MISSING = /^(?:|na|n\/a|nan|null)$/i;

/** Reads numbers from fields of CSV. */
export class CsvNumbers {
  readonly #cursor = new ByteCursor();

  /** Goes to other bytes. */
  open(bytes: Uint8Array): void {
    this.#cursor.open(bytes);
  }

  /**
   * The number in bytes [start, end), white space around it aside.
   *
   * @returns NaN when there is none (empty, NA, NaN, null); undefined when it is something else.
   */
  read(start: number, end: number): number | undefined {
    const cursor = this.#cursor;
    cursor.position = start;
    const value = parseDecimal(cursor);
    return cursor.position === end && end > start ? value : numberOf(textOf(cursor.bytes, start, end));
  }
}

/** The number a text says; NaN = that there is none; undefined = neither. */
export function numberOf(text: string): number | undefined {
  const trimmed = text.trim();
  if (LENIENT.test(trimmed)) return Number(trimmed);
  if (MISSING.test(trimmed)) return Number.NaN;
  const infinite = INFINITE.exec(trimmed);
  if (infinite !== null) return infinite[1] === "-" ? -Infinity : Infinity;
  return undefined;
}
