import { DecodeError } from "../decode-error.js";
import { textOf } from "../text-of.js";

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * Splits the lines of a CSV text (RFC 4180) into fields without copying them.
 *
 * Lines end with LF or CR LF; blank lines are skipped; a field in quotes may hold delimiters, line ends and, doubled,
 * quotes.
 *
 * @example
 * const splitter = new CsvSplitter(",");
 * splitter.open(new TextEncoder().encode('a,"b ""c"""\n'));
 * splitter.next(); // true
 * splitter.text(1); // b "c"
 */
export class CsvSplitter {
  /** Fields of the line at hand. */
  fields = 0;
  /** Where each begins and ends, without its quotes. */
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly #delimiter: number;
  #bytes: Uint8Array = new Uint8Array(0);
  #position = 0;
  readonly #doubled: boolean[] = [];

  /** @param delimiter one character of ASCII. */
  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0);
  }

  open(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#position = BYTE_ORDER_MARK.every((byte, i) => bytes[i] === byte) ? BYTE_ORDER_MARK.length : 0;
  }

  /** Whether no line is left. */
  get done(): boolean {
    while (this.#lineEnd(this.#position) > 0) this.#position += this.#lineEnd(this.#position);
    return this.#position >= this.#bytes.length;
  }

  /**
   * Goes on to the next line.
   *
   * @returns false when there is none.
   * @throws DecodeError when quotes are not as they should be.
   */
  next(): boolean {
    if (this.done) return false;
    const bytes = this.#bytes;
    this.fields = 0;
    for (;;) {
      if (bytes[this.#position] === QUOTE) this.#quotedField();
      else this.#plainField();
      this.fields++;
      if (this.#position >= bytes.length || bytes[this.#position] !== this.#delimiter) return true;
      this.#position++;
    }
  }

  /** The text of a field of the line at hand. */
  text(field: number): string {
    const text = textOf(this.#bytes, this.starts[field], this.ends[field]);
    return this.#doubled[field] ? text.replaceAll('""', '"') : text;
  }

  #plainField(): void {
    const bytes = this.#bytes;
    const delimiter = this.#delimiter;
    const end = bytes.length;
    const start = this.#position;
    let p = start;
    for (; p < end; p++) {
      const byte = bytes[p]!;
      if (byte === delimiter || byte === LINE_FEED || (byte === CARRIAGE_RETURN && this.#lineEnd(p) > 0)) break;
      if (byte === QUOTE) throw this.#badQuotes("a quote inside a field that does not begin with one");
    }
    this.#take(start, p, false);
    this.#position = p;
  }

  #quotedField(): void {
    const bytes = this.#bytes;
    const start = this.#position + 1;
    let doubled = false;
    let p = start;
    for (; p < bytes.length; p++) {
      if (bytes[p] !== QUOTE) continue;
      if (bytes[p + 1] !== QUOTE) break;
      doubled = true;
      p++;
    }
    if (p >= bytes.length) throw this.#badQuotes("a quote is not closed");
    this.#take(start, p, doubled);
    this.#position = p + 1;
    if (p + 1 < bytes.length && bytes[p + 1] !== this.#delimiter && this.#lineEnd(p + 1) === 0)
      throw this.#badQuotes("text behind a closing quote");
  }

  #take(start: number, end: number, doubled: boolean): void {
    this.starts[this.fields] = start;
    this.ends[this.fields] = end;
    this.#doubled[this.fields] = doubled;
  }

  /** Length of the line end at a place; 0 = there is none. */
  #lineEnd(at: number): number {
    const bytes = this.#bytes;
    if (at >= bytes.length) return 0;
    if (bytes[at] === LINE_FEED) return 1;
    if (bytes[at] !== CARRIAGE_RETURN) return 0;
    if (at + 1 === bytes.length) return 1;
    return bytes[at + 1] === LINE_FEED ? 2 : 0;
  }

  #badQuotes(problem: string): DecodeError {
    return new DecodeError("invalid-csv", `field ${this.fields + 1}: ${problem}`, { value: textOf(this.#bytes) });
  }
}
